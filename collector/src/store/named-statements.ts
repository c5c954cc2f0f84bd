import type { PoolClient } from 'pg';

/** Names by the statement's text; those of a program are some dozens. */
const names = new Map<string, string>();

/** A column that a newer collector adds would change what such a statement gives, and PostgreSQL refuses it from then on. */
const ALL_COLUMNS = /\b(?:select|returning)\s+(?:"\w+"\.)?\*/;

/** From now on PostgreSQL plans this statement a few times for each connection, and not each time that it is asked. */
export function nameStatement(text: string): void {
  if (!names.has(text) && !ALL_COLUMNS.test(text)) names.set(text, `watchcase_${names.size}`);
}

/** Sends those statements by their name. */
export function askByName(client: PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const named = (text: unknown, values: unknown, ...more: unknown[]): unknown => {
    const name = typeof text === 'string' ? names.get(text) : undefined;
    return name === undefined ? query(text, values, ...more) : query({ name, text, values }, ...more);
  };
  client.query = named as typeof client.query;
}
