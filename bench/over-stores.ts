import { join } from 'node:path';
import { openPostgresStore, openSqliteStore, type Store } from '@watchcase/collector/store/index.ts';
import { createLog } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { startPostgres } from '../test/harness/index.ts';

/** Measures over an empty SQLite database; gives whether all was within its bounds. */
export async function overSqlite(work: (store: Store) => Promise<boolean>): Promise<boolean> {
  using folder = temporaryFolder();
  const store = await openSqliteStore(join(folder.path, 'watchcase.db'));
  const sound = await work(store);
  await store.close();
  return sound;
}

/** The same over an empty PostgreSQL. */
export async function overPostgres(work: (store: Store) => Promise<boolean>): Promise<boolean> {
  const server = await startPostgres({ fsync: 'off', max_wal_size: '4GB' });
  const store = await openPostgresStore({ url: server.url, pool: 4 }, createLog('bench', 'silent'));
  const sound = await work(store);
  await store.close();
  await server.stop();
  return sound;
}
