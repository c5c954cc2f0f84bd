import { isRobotsAddress, type Language } from '@watchcase/api';
import type { Tx } from '../../store/index.ts';
import { isByCustomer } from './decide-letters.ts';

/** Somebody at a customer who can be written to. */
export interface Contact {
  mail: string;
  language: Language | undefined;
  isRetired: boolean;
}

/** A line of a case's log as far as is needed to know who has a part in it. */
export interface PartLine {
  kind: string;
  data: Readonly<Record<string, unknown>>;
}

/** Of one case no more people are written to. */
const MOST_READERS = 20;

/**
 * Who is written to about a case: whoever reported it and the customer's people who wrote in it, or, where nobody of theirs has, the customer's contacts. Nobody who has
 * left, no program, and never ourselves. Addresses in lower case, each once.
 */
export async function readersOf(
  tx: Tx,
  lines: readonly PartLine[],
  { contacts, own }: { contacts: readonly Contact[]; own: readonly string[] },
): Promise<string[]> {
  const left = new Set(contacts.filter(({ isRetired }) => isRetired).map(({ mail }) => mail.toLowerCase()));
  const here = contacts.filter(({ isRetired }) => !isRetired).map(({ mail }) => mail.toLowerCase());
  const wrote = await writersOf(tx, lines, here);
  const wanted = wrote.length > 0 ? wrote : here;
  const never = new Set(own.map((address) => address.toLowerCase()));
  const fit = wanted.filter(
    (address) =>
      !never.has(address) && !isRobotsAddress(address) && (here.includes(address) || !left.has(address)),
  );
  return [...new Set(fit)].slice(0, MOST_READERS);
}

/** Of those who only answered, contacts: a mail may have been handed on to anybody. */
async function writersOf(tx: Tx, lines: readonly PartLine[], contacts: readonly string[]): Promise<string[]> {
  const authors = lines.filter(isByCustomer).map(({ kind, data }) => ({
    isReporter: kind === 'opened',
    ...(data['author'] as { mail?: unknown; account?: unknown }),
  }));
  const ids = authors.flatMap(({ account }) => (typeof account === 'string' ? account : []));
  const accounts = new Map(
    ids.length === 0
      ? []
      : (
          await tx
            .selectFrom('accounts')
            .select(['id', 'email'])
            .where('id', 'in', ids)
            .where('retired_at', 'is', null)
            .where('email', 'is not', null)
            .execute()
        ).map(({ id, email }) => [id, email?.toLowerCase() ?? ''] as const),
  );
  return authors.flatMap(({ isReporter, mail, account }) => {
    if (typeof account === 'string') return accounts.get(account) ?? [];
    const address = typeof mail === 'string' ? mail.toLowerCase() : '';
    return address !== '' && (isReporter || contacts.includes(address)) ? address : [];
  });
}
