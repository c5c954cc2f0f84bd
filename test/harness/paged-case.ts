import { join } from 'node:path';
import { openSqliteStore, type Store, type Tx } from '@watchcase/collector/store/index.ts';
import { temporaryFolder } from '@watchcase/testkit';

/** A store with one host and some cases, to which pages can be added. */
export interface PagedStore {
  store: Store;
  /** The database file, for another process. */
  file: string;
  /** Adds a page of a case of its own; gives the page's id. */
  addPage(page: DuePage): Promise<number>;
  /** State and attempts of every page, oldest first. */
  pages(): Promise<{ state: string; attempts: number }[]>;
  stop(): Promise<void>;
}

/** Opens a store in a folder of its own, with a host unless `isEmpty`. */
export async function openPagedStore({ isEmpty = false } = {}): Promise<PagedStore> {
  const folder = temporaryFolder();
  const file = join(folder.path, 'watchcase.db');
  const store = await openSqliteStore(file);
  if (!isEmpty) await addHost(store);
  return {
    store,
    file,
    addPage: (page) => addPage(store, page),
    pages: () => store.db.selectFrom('pages').select(['state', 'attempts']).orderBy('id').execute(),
    async stop() {
      await store.close();
      folder[Symbol.dispose]();
    },
  };
}

/** Adds customer `acme` with host `db1`. */
export async function addHost(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.insertInto('customers').values({ id: 'acme', name: 'Acme', created_at: 0 }).execute();
    await tx.insertInto('hosts').values(hostRow).execute();
  });
}

/** A page that is due at `at`. */
export interface DuePage {
  channel: string;
  at: number;
  reason?: string;
  person?: string;
}

/** Adds a page of a case of its own; gives the page's id. */
export function addPage(store: Store, page: DuePage): Promise<number> {
  return store.transaction(async (tx) => {
    const case_id = await addCase(tx, { opened_at: page.at });
    const { reason = 'opened', person = 'Ada', channel, at } = page;
    const key = `case-${case_id}-event-1-${encodeURIComponent(person)}-${channel}`;
    const row = { key, case_id, reason, person, channel, created_at: at, next_at: at };
    const { id } = await tx
      .insertInto('pages')
      .values({ ...row, state: 'queued', attempts: 0, finished_at: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  });
}

let cases = 0;

/** Adds an open case of that host with its first event; gives its id. */
export async function addCase(
  tx: Tx,
  row: { opened_at: number; next_due?: number | null; customer_id?: string; host_id?: string },
): Promise<number> {
  const { id } = await tx
    .insertInto('cases')
    .values({ ...caseRow, group_key: `case ${++cases}`, ...row })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { severity, category } = caseRow;
  const data = JSON.stringify({ severity, category });
  const event = { seq: 1, kind: 'opened', actor: 'watchcase', text: caseRow.title, data };
  await tx
    .insertInto('case_events')
    .values({ ...event, case_id: id, time: row.opened_at })
    .execute();
  return id;
}

/** Host `db1` of customer `acme`. */
export const hostRow = {
  id: 'acme.db1',
  customer_id: 'acme',
  site_id: 'main',
  name: 'db1',
  created_at: 0,
  presence: 'online',
  presence_since: 0,
  session: 1,
  clock_offset_ms: 0,
  streams: '{}',
} as const;

const caseRow = {
  unresolved: 1,
  title: 'Disk /var is full',
  state: 'open',
  severity: 'critical',
  severity_rank: 3,
  category: 'hardware',
  customer_id: 'acme',
  site_id: 'main',
  host_id: 'acme.db1',
  detected_late: 0,
  breached: 0,
  policy: 'standard@1',
  last_seq: 1,
} as const;
