import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { describeWith, temporaryFolder } from '@watchcase/testkit';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { openPostgresStore, openSqliteStore, type Store } from '../../collector/src/store/index.ts';
import { type Postgres, startPostgres } from './postgres.ts';

/** An empty database of the test's own. */
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

/** The same suite on every database the product keeps its records in. */
export function describeEachStore(
  title: string,
  suite: (newDatabase: () => Promise<TestDatabase>) => void,
): void {
  describe(`${title} (SQLite)`, () => {
    const folders: ReturnType<typeof temporaryFolder>[] = [];
    afterAll(() => folders.forEach((folder) => folder[Symbol.dispose]()));
    suite(
      closing('sqlite', () => {
        const folder = temporaryFolder();
        folders.push(folder);
        return Promise.resolve(join(folder.path, 'watchcase.db'));
      }),
    );
  });
  describeWith('postgres', `${title} (PostgreSQL)`, () => {
    let server: Postgres;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.stop());
    suite(closing('postgres', () => server.newDatabase()));
  });
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
