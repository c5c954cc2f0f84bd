import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { isUserError } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { openSqliteStore } from './index.ts';

/** The store as version 0.1 left it. */
const EARLIER = new URL('../../../test/fixtures/of-0.1/sqlite/watchcase.db.gz', import.meta.url);

function schemaOf(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const row = database.prepare("SELECT value FROM meta WHERE key = 'schema_version'").get();
  database.close();
  return Number(row?.['value']);
}

function earlierStore() {
  const folder = temporaryFolder();
  const file = join(folder.path, 'watchcase.db');
  writeFileSync(file, gunzipSync(readFileSync(EARLIER)));
  return {
    file,
    path: folder.path,
    schema: schemaOf(file),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

it('copies a database before its schema is changed, for its owner alone; what an earlier upgrade left goes', async () => {
  using its = earlierStore();
  writeFileSync(join(its.path, 'watchcase.schema-0.db'), '');
  for (let i = 0; i < 2; i++) await (await openSqliteStore(its.file)).close();
  const copy = `watchcase.schema-${its.schema}.db`;
  expect(readdirSync(its.path).filter((name) => name.includes('schema'))).toEqual([copy]);
  expect(schemaOf(join(its.path, copy))).toBe(its.schema);
  expect(schemaOf(its.file)).toBeGreaterThan(its.schema);
  expect(statSync(join(its.path, copy)).mode & 0o777).toBe(0o600);
});

it('changes nothing where there is no room for the copy', async () => {
  using its = earlierStore();
  mkdirSync(join(its.path, `watchcase.schema-${its.schema}.db.new/in-the-way`), { recursive: true });
  const error: unknown = await openSqliteStore(its.file).catch((refused: unknown) => refused);
  expect(isUserError(error) && error.code).toBe('STORE_NOT_COPIED');
  expect(schemaOf(its.file)).toBe(its.schema);
});
