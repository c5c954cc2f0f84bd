import type { Account, AccountChange } from '@watchcase/api';
import type { Selectable } from 'kysely';
import type { Tables } from '../store/index.ts';

export type AccountRow = Selectable<Tables['accounts']>;

/** One account as people see it: never its password. */
export function accountView(row: AccountRow): Account {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role as Account['role'],
    customers: row.customers === null ? null : (JSON.parse(row.customers) as string[]),
    teams: JSON.parse(row.teams) as string[],
    language: row.language as Account['language'],
    hasPassword: row.password !== null,
    hasProvider: row.oidc !== null,
    createdAt: new Date(row.created_at).toISOString(),
    retiredAt: row.retired_at === null ? null : new Date(row.retired_at).toISOString(),
  };
}

/** What somebody gave, as columns; what they did not give is left out. */
export function columnsOf(given: AccountChange) {
  const { name, email, role, customers, teams, language } = given;
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email, email_key: email === null ? null : emailKey(email) }),
    ...(role === undefined ? {} : { role }),
    ...(customers === undefined ? {} : { customers: customers === null ? null : JSON.stringify(customers) }),
    ...(teams === undefined ? {} : { teams: JSON.stringify(teams) }),
    ...(language === undefined ? {} : { language }),
  };
}

/** An address as it is compared. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase();
}
