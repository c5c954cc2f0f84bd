import { copyFileSync } from 'node:fs';
import pg from 'pg';
import type { TestDatabase } from './stores.ts';

let copies = 0;

/** Copies a database that nobody has open; gives the copy's address. It is removed with the original's folder or server. */
export async function copyDatabase({
  kind,
  address,
}: Pick<TestDatabase, 'kind' | 'address'>): Promise<string> {
  const number = ++copies;
  if (kind === 'sqlite') {
    const copy = `${address}.copy${number}`;
    copyFileSync(address, copy);
    return copy;
  }
  const name = address.slice(address.lastIndexOf('/') + 1);
  const at = (database: string) => address.slice(0, -name.length) + database;
  const client = new pg.Client({ connectionString: at('postgres') });
  await client.connect();
  try {
    const copy = `${name}_copy${number}`;
    await client.query(`CREATE DATABASE ${copy} TEMPLATE ${name} STRATEGY file_copy`);
    return at(copy);
  } finally {
    await client.end();
  }
}
