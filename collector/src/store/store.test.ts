import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, isUserError } from '@watchcase/runtime';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../test/harness/free-port.ts';
import { launch } from '../../../test/harness/program.ts';
import { describeEachStore, type TestDatabase } from '../../../test/harness/stores.ts';
import { titlesInChinese } from './migrations/0004-titles-in-chinese.ts';
import { isTurnMarked, markTurn, openPostgresStore, openSqliteStore, type Store, type Tx } from './index.ts';

const NOW = Date.UTC(2026, 2, 2, 8);

function newCase(tx: Tx, group = 'acme.db1/software', unresolved = 1): Promise<{ id: number }> {
  return tx
    .insertInto('cases')
    .values({
      group_key: group,
      unresolved,
      title: 'a',
      state: 'open',
      severity: 'minor',
      severity_rank: 1,
      category: 'software',
      customer_id: 'acme',
      site_id: 'main',
      host_id: 'acme.db1',
      opened_at: NOW,
      detected_late: 0,
      breached: 0,
      policy: 'standard@1',
      last_seq: 0,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
}

function addEvent(tx: Tx, caseId: number, seq: number) {
  const row = { case_id: caseId, seq, time: NOW, kind: 'note', actor: 'lin', text: 'x', data: '{}' };
  return tx.insertInto('case_events').values(row).execute();
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'no error';
  } catch (error) {
    return isUserError(error) ? (error.faults[0]?.code ?? '') : `not for people: ${String(error)}`;
  }
}

describeEachStore('store', (newDatabase, emptyDatabase) => {
  it('is built once, and opens again as it was', async () => {
    const database = await emptyDatabase();
    const store = await database.open();
    await store.transaction((tx) => newCase(tx));
    const again = await database.open();
    expect(await again.db.selectFrom('cases').select(['group_key', 'opened_at']).execute()).toEqual([
      { group_key: 'acme.db1/software', opened_at: NOW },
    ]);
  });

  it('is built once by two that start at the same moment', async () => {
    const database = await emptyDatabase();
    // Two connections of one process to SQLite would wait for each other; the lock on the data folder keeps a second collector away.
    const first = database.open();
    if (database.kind === 'sqlite') await first;
    const stores = await Promise.all([first, database.open()]);
    for (const store of stores) expect(await store.db.selectFrom('cases').selectAll().execute()).toEqual([]);
  });

  it('refuses a database from a newer program', async () => {
    const database = await newDatabase();
    const store = await database.open();
    await store.transaction((tx) =>
      tx.updateTable('meta').set({ value: '99' }).where('key', '=', 'schema_version').execute(),
    );
    expect(await codeOf(database.open())).toBe('STORE_TOO_NEW');
  });

  it('keeps the one title of what is older than titles in two languages', async () => {
    const database = await newDatabase();
    const store = await database.open();
    await store.transaction(async (tx) => {
      await newCase(tx);
      for (const table of ['alerts', 'cases', 'case_evidence'])
        await sql.raw(`alter table ${table} drop column title_zh`).execute(tx);
      await titlesInChinese(tx, database.kind);
    });
    const titles = await store.db.selectFrom('cases').select(['title', 'title_zh']).execute();
    expect(titles).toEqual([{ title: 'a', title_zh: null }]);
  });

  it('commits all or nothing', async () => {
    const store = await (await newDatabase()).open();
    const work = store.transaction(async (tx) => {
      await newCase(tx);
      throw new Error('half way');
    });
    await expect(work).rejects.toThrow('half way');
    expect(await store.db.selectFrom('cases').selectAll().execute()).toEqual([]);
    await store.transaction((tx) => newCase(tx));
    expect(await store.db.selectFrom('cases').selectAll().execute()).toHaveLength(1);
  });

  it('shows readers nothing of a transaction under way', async () => {
    const store = await (await newDatabase()).open();
    const seen = await store.transaction(async (tx) => {
      await newCase(tx);
      return store.db.selectFrom('cases').selectAll().execute();
    });
    expect(seen).toEqual([]);
  });

  it('lets one group have one unresolved case, and any number of ended ones', async () => {
    const store = await (await newDatabase()).open();
    await store.transaction(async (tx) => {
      await newCase(tx, 'g', 0);
      await newCase(tx, 'g', 0);
      await newCase(tx, 'g', 1);
      await newCase(tx, 'other', 1);
    });
    await expect(store.transaction((tx) => newCase(tx, 'g', 1))).rejects.toThrow(/unique/i);
  });

  it('never changes a line of a case: the database itself refuses', async () => {
    const database = await newDatabase();
    const store = await database.open();
    const { id } = await store.transaction(async (tx) => {
      const row = await newCase(tx);
      await addEvent(tx, row.id, 1);
      return row;
    });
    const attempts = [
      `update case_events set text = 'y'`,
      `update case_events set time = 0 where case_id = ${id}`,
      `delete from case_events`,
      database.kind === 'sqlite'
        ? `insert or replace into case_events select case_id, seq, time, kind, actor, 'y', data from case_events`
        : 'truncate case_events',
      database.kind === 'sqlite'
        ? `insert into case_events select case_id, seq, time, kind, actor, 'y', data from case_events where true
           on conflict do update set text = excluded.text`
        : `insert into case_events select case_id, seq, time, kind, actor, 'y', data from case_events
           on conflict (case_id, seq) do update set text = excluded.text`,
    ];
    for (const attempt of attempts)
      await expect(store.transaction((tx) => sql.raw(attempt).execute(tx))).rejects.toThrow(
        /case_events is append-only/,
      );
    expect(await store.db.selectFrom('case_events').select('text').execute()).toEqual([{ text: 'x' }]);
  });

  it('reads integers of 64 bits and doubles as the numbers they were', async () => {
    const store = await (await newDatabase()).open();
    const row = {
      host_id: 'h',
      job: 'j',
      output: '',
      size_bytes: 0.1 + 2 ** 50,
      last_end: 253_402_300_799_999,
    };
    await store.transaction((tx) =>
      tx
        .insertInto('backup_jobs')
        .values({ ...nothing, ...row })
        .execute(),
    );
    expect(await store.db.selectFrom('backup_jobs').selectAll().execute()).toEqual([{ ...nothing, ...row }]);
  });

  it('recognises the last marked turn, and only that', async () => {
    const store = await (await newDatabase()).open();
    const marked = (turn: string) => store.transaction((tx) => isTurnMarked(tx, turn));
    expect(await marked('a')).toBe(false);
    await store.transaction((tx) => markTurn(tx, 'a'));
    await expect(
      store.transaction(async (tx) => {
        await markTurn(tx, 'b');
        throw new Error('not committed');
      }),
    ).rejects.toThrow();
    expect([await marked('a'), await marked('b')]).toEqual([true, false]);
  });

  it('is whole after its program was killed in the middle of commits, and has all that was committed', async () => {
    const database = await newDatabase();
    const store = await database.open();
    await store.transaction((tx) => newCase(tx));
    for (const commits of [1, 7, 20]) {
      const told = await killWriterAfter(commits, database);
      const { last, events } = await stateOf(await database.open());
      expect(events).toEqual(Array.from({ length: last }, (_, i) => i + 1));
      expect(last % 5).toBe(0);
      expect(last).toBeGreaterThanOrEqual(told);
    }
  }, 120_000);
});

const nothing = {
  last_start: null,
  last_success: null,
  ok: null,
  exit_code: null,
  duration_seconds: null,
  retired_at: null,
  first_seen_at: null,
  news: 0,
  news_from: null,
  start_epoch: null,
  start_seq: null,
  end_epoch: null,
  end_seq: null,
  success_epoch: null,
  success_seq: null,
};

async function stateOf(store: Store): Promise<{ last: number; events: number[] }> {
  const row = await store.db.selectFrom('cases').select('last_seq').executeTakeFirstOrThrow();
  const events = await store.db.selectFrom('case_events').select('seq').orderBy('seq').execute();
  return { last: row.last_seq, events: events.map((event) => event.seq) };
}

/** Runs the writer until it has told of `commits` commits, then kills it; gives the last event it told of. */
async function killWriterAfter(commits: number, { kind, address }: TestDatabase): Promise<number> {
  const script = join(import.meta.dirname, '../../../test/harness/store-writer.ts');
  const writer = launch({ name: 'store-writer', command: process.execPath, args: [script, kind, address] });
  const told = () => writer.output().split('\n').slice(0, -1).map(Number);
  await eventually(() => told().length >= commits || !writer.running(), { timeoutMs: 30_000 });
  await writer.end('SIGKILL');
  const last = told().at(-1);
  if (last === undefined || Number.isNaN(last)) throw new Error(`the writer failed: ${writer.output()}`);
  return last;
}

describe('a database that cannot be used', () => {
  it('says why a transaction failed that SQLite has rolled back by itself, and goes on', async () => {
    using folder = temporaryFolder();
    const store = await openSqliteStore(join(folder.path, 'watchcase.db'));
    const layout = (id: string) => ({ id, content: 'x'.repeat(10_000) });
    const add = (tx: Tx, id: string) => tx.insertInto('layouts').values(layout(id)).execute();
    await store.transaction(async (tx) => {
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(tx);
      await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 60}`).execute(tx);
    });
    const tooMuch = store.transaction(async (tx) => {
      for (let i = 0; i < 100; i++) await add(tx, String(i));
    });
    await expect(tooMuch).rejects.toThrow(/full/);
    await store.transaction((tx) => add(tx, 'small'));
    expect(await store.db.selectFrom('layouts').select('id').execute()).toEqual([{ id: 'small' }]);
    await store.close();
  });

  it('says that a file is damaged', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'watchcase.db');
    writeFileSync(file, 'this is a letter to my mother, not a database '.repeat(200));
    expect(await codeOf(openSqliteStore(file))).toBe('STORE_DAMAGED');
  });

  it('says that a file cannot be opened', async () => {
    expect(await codeOf(openSqliteStore('/nowhere/at/all/watchcase.db'))).toBe('STORE_CANNOT_OPEN');
  });

  it('says that PostgreSQL cannot be reached, without the password', async () => {
    const url = `postgres://lin:hush-hush@127.0.0.1:${await freePort()}/watchcase`;
    const error = await openPostgresStore({ url, pool: 2 }, createLog('test', 'silent')).catch(
      (caught: unknown) => caught,
    );
    expect(isUserError(error) && error.faults[0]?.code).toBe('STORE_CANNOT_OPEN');
    expect((error as Error).message + JSON.stringify(error)).not.toContain('hush');
  });
});
