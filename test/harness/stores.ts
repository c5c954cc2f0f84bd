import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { describeWith, temporaryFolder } from '@watchcase/testkit';
import { afterAll, afterEach, beforeAll, describe, inject } from 'vitest';
import { openPostgresStore, openSqliteStore, type Store } from '../../collector/src/store/index.ts';
import { inMemory } from './in-memory.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import './tests-folder.ts';

/** A database of the test's own, with today's schema and nothing in it. */
export interface TestDatabase {
  kind: 'sqlite' | 'postgres';
  /** Path of the SQLite file, or URL of the PostgreSQL database. */
  address: string;
  /** Opens a store on it; more than one may be open. All are closed after the test. */
  open(): Promise<Store>;
}

const silent = createLog('test', 'silent');

/** Opens a store on an existing database. */
export function openTestStore(kind: TestDatabase['kind'], address: string): Promise<Store> {
  return kind === 'sqlite' ? openSqliteStore(address) : openPostgresStore({ url: address, pool: 4 }, silent);
}

type NewDatabase = () => Promise<TestDatabase>;

/** The same suite on every database the product keeps its records in. The schema of each is there already, copied: building it takes longer than most tests. `emptyDatabase` is for those that see it built. */
export function describeEachStore(
  title: string,
  suite: (newDatabase: NewDatabase, emptyDatabase: NewDatabase) => void,
): void {
  describe(`${title} (SQLite)`, () => {
    const folders: ReturnType<typeof temporaryFolder>[] = [];
    const newFile = () => {
      const folder = temporaryFolder(inMemory());
      folders.push(folder);
      return join(folder.path, 'watchcase.db');
    };
    let built: string;
    beforeAll(async () => {
      built = await sqliteWithSchema();
    });
    afterAll(() => folders.forEach((folder) => folder[Symbol.dispose]()));
    suite(
      closing('sqlite', async () => {
        const file = newFile();
        await copyFile(built, file);
        return file;
      }),
      closing('sqlite', () => Promise.resolve(newFile())),
    );
  });
  describeWith('postgres', `${title} (PostgreSQL)`, () => {
    let server: Postgres;
    const made: string[] = [];
    const newDatabase = async (like?: string) => {
      const url = await server.newDatabase(like);
      made.push(url);
      return url;
    };
    beforeAll(async () => {
      server = await postgresWithSchema();
    });
    afterAll(async () => {
      for (const url of made) await server.drop(url);
    });
    suite(
      closing('postgres', () => newDatabase(server.url)),
      closing('postgres', () => newDatabase()),
    );
  });
}

/** Once for all files of a worker: what they copy, and the server that has the copies. */
const sqliteWithSchema = once(async () => {
  const file = join(temporaryFolder(inject('testsFolder')).path, 'watchcase.db');
  await buildSchema('sqlite', file);
  return file;
});
const postgresWithSchema = once(async () => {
  const server = await startPostgres(undefined, inject('testsFolder'));
  await buildSchema('postgres', server.url);
  return server;
});

function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => (made ??= make());
}

async function buildSchema(kind: TestDatabase['kind'], address: string): Promise<void> {
  const store = await openTestStore(kind, address);
  await store.close();
}

function closing(kind: TestDatabase['kind'], newAddress: () => Promise<string>) {
  const stores: Store[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });
  return async (): Promise<TestDatabase> => {
    const address = await newAddress();
    return {
      kind,
      address,
      async open() {
        const store = await openTestStore(kind, address);
        stores.push(store);
        return store;
      },
    };
  };
}
