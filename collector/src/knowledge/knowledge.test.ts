import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { addHost, hostRow } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { act, appendTold, openCase, openedAs } from '../cases/index.ts';
import { type NewCase, namedActor } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { lookedForAtNight } from '../store/migrations/0041-what-is-looked-for-at-night.ts';
import { openKnowledge } from './index.ts';

const by = namedActor('lin');
const NOW = Date.UTC(2026, 2, 2, 8);

describeEachStore('what was learned', (newDatabase) => {
  async function begin() {
    const store = await (await newDatabase()).open();
    await addHost(store);
    await store.transaction((tx) =>
      tx
        .insertInto('hosts')
        .values({ ...hostRow, id: 'acme.db2', name: 'db2' })
        .execute(),
    );
    const clock = new ManualClock(NOW);
    const knowledge = openKnowledge({ store, clock, log: createLog('test', 'silent') });
    return { store, clock, knowledge };
  }
  let keys = 0;
  async function opened(store: Store, title: string, more: Partial<NewCase> = {}): Promise<number> {
    const key = `k${++keys}`;
    const wanted: NewCase = {
      key,
      customerId: 'acme',
      siteId: 'main',
      hostId: 'acme.db1',
      title: { en: title, 'zh-CN': title },
      text: '',
      severity: 'major',
      category: 'software',
      source: 'console',
      kind: 'fault',
      by,
      ...more,
    };
    await store.transaction((tx) =>
      openCase(tx, wanted, { now: NOW, owed: () => Promise.resolve(undefined) }),
    );
    return (await openedAs(store.db, key)) ?? 0;
  }
  const solve = (store: Store, id: number, solution: string, cause = '') =>
    store.transaction((tx) =>
      act(tx, id, { kind: 'resolve', cause, solution, by }, { now: NOW + 1000, comesBackAfterMs: 1 }),
    );

  it('finds cases by words of two Chinese characters, by English words, numbers and beginnings, the newest first', async () => {
    const { store, knowledge } = await begin();
    const disk = await opened(store, '/var 磁盘空间不足', { text: 'ORA-12541: no listener' });
    const net = await opened(store, '网络中断 on erp');
    const both = await opened(store, '磁盘 and 网络');
    await knowledge.settled();
    const find = async (text: string) => (await knowledge.findCases(text, 10)).ids;
    expect(await find('磁盘')).toEqual([both, disk]);
    expect(await find('空间')).toEqual([disk]);
    expect(await find('盘空间不')).toEqual([disk]);
    expect(await find('盘')).toEqual([both, disk]);
    expect(await find('满')).toEqual([]);
    expect(await find('磁')).toEqual([both, disk]);
    expect(await find('磁盘 网络')).toEqual([both]);
    expect(await find('ora-12541')).toEqual([disk]);
    expect(await find('LISTEN')).toEqual([disk]);
    expect(await find('listen disk')).toEqual([]);
    expect(await find('er')).toEqual([net]);
    expect(await find(`'" ) & | ! :* <-> NOT OR`)).toEqual([]);
    expect(await find('，。')).toEqual([]);
    await knowledge.stop();
  });

  it('finds what was said later, and no longer by what was changed; and catches up after a crash', async () => {
    const { store, knowledge, clock } = await begin();
    const id = await opened(store, 'Orders print twice');
    await knowledge.settled();
    await solve(store, id, 'restarted the spooler');
    expect((await knowledge.findCases('spooler', 10)).ids).toEqual([]);
    await knowledge.stop();
    const again = openKnowledge({ store, clock, log: createLog('test', 'silent') });
    await again.settled();
    expect((await again.findCases('spooler', 10)).ids).toEqual([id]);
    await again.stop();
  });

  it('a start writes the words of those cases alone that have said something since, and looks at the others once', async () => {
    const { store, clock, knowledge } = await begin();
    const [told, said] = [await opened(store, 'listener gone'), await opened(store, 'disk full')];
    await knowledge.settled();
    await knowledge.stop();
    const line = { time: NOW, actor: 'watchcase', text: '', data: {} } as const;
    await store.transaction((tx) => appendTold(tx, told, { ...line, kind: 'page-queued' }));
    await solve(store, said, 'deleted logs');
    // What is written again has the word.
    await store.transaction((tx) =>
      sql`delete from ${sql.table('case_words')} where ${sql.ref(store.kind === 'sqlite' ? 'rowid' : 'id')} = ${told}`.execute(
        tx,
      ),
    );
    const again = openKnowledge({ store, clock, log: createLog('test', 'silent') });
    await again.settled();
    expect((await again.findCases('deleted', 10)).ids).toEqual([said]);
    expect((await again.findCases('listener', 10)).ids).toEqual([]);
    const { rows } =
      await sql`select 1 from indexed_cases join cases on id = case_id where seq < last_seq`.execute(
        store.db,
      );
    expect(rows).toEqual([]);
    await again.stop();
  });

  it('shows what solved the like of it: same words and host before other hosts, unsolved ones never, and says why', async () => {
    const { store, knowledge } = await begin();
    const other = await opened(store, '数据库连接池耗尽', { hostId: 'acme.db2' });
    const title = { en: 'No database connection is left', 'zh-CN': '数据库连接池耗尽' };
    const same = await opened(store, title.en, { title });
    const silent = await opened(store, '数据库连接池耗尽');
    const far = await opened(store, 'Orders print twice');
    await solve(store, other, 'raised max_connections');
    await solve(store, same, 'restarted\nthe pool');
    await solve(store, silent, '');
    await solve(store, far, 'new driver');
    const id = await opened(store, '数据库连接池又耗尽');
    await knowledge.settled();
    const likes = await knowledge.likes(id);
    expect(likes.map((like) => like.id)).toEqual([same, other]);
    expect(likes[0]).toMatchObject({
      kind: 'case',
      titles: title,
      solution: 'restarted\nthe pool',
      why: ['same-host', 'same-customer', 'same-category', 'words'],
    });
    expect(likes[0]?.words).toContain('连接');
    const row = await store.db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(await knowledge.hint(row)).toEqual({ from: `C-${same}`, solution: 'restarted\nthe pool' });
    expect(await knowledge.likes(99_999)).toEqual([]);
    await knowledge.stop();
  });

  it('what was solved before cases were found by their titles is found too', async () => {
    const { store, clock, knowledge } = await begin();
    const [old, silent] = [
      await opened(store, 'Orders print twice'),
      await opened(store, 'Orders print late'),
    ];
    await solve(store, old, 'new driver');
    await solve(store, silent, '');
    const id = await opened(store, 'Orders print slowly');
    await knowledge.settled();
    await knowledge.stop();
    await store.transaction(async (tx) => {
      await sql`drop table solved_words`.execute(tx);
      await sql`drop index pages_due`.execute(tx);
      await sql`alter table pages drop column place`.execute(tx);
      await lookedForAtNight(tx, store.kind);
    });
    const again = openKnowledge({ store, clock, log: createLog('test', 'silent') });
    expect(await again.likes(id)).toEqual([]);
    await again.settled();
    expect((await again.likes(id)).map((like) => like.id)).toEqual([old]);
    await again.stop();
  });

  it('a rule alone is reason enough, in whatever words', async () => {
    const { store, knowledge } = await begin();
    const before = await opened(store, 'alpha');
    const id = await opened(store, 'omega');
    await solve(store, before, 'turned it off and on');
    await store.transaction((tx) => tx.updateTable('cases').set({ rule: 'p/r' }).execute());
    await knowledge.settled();
    expect(await knowledge.likes(id)).toMatchObject([{ id: before, words: [] }]);
    expect((await knowledge.likes(id))[0]?.why).toContain('same-rule');
    await knowledge.stop();
  });

  it('one case makes one article, which is found, reviewed, used once for each case, and comes before cases', async () => {
    const { store, knowledge } = await begin();
    const { articles } = knowledge;
    const title = { en: 'Disk full on db1', 'zh-CN': '磁盘空间不足 on db1' };
    const id = await opened(store, title.en, { title, text: 'since noon' });
    const writing = { by: 'lin', now: NOW };
    await expect(articles.fromCase(id, 'zh-CN', writing)).rejects.toThrow(/no solution/);
    await solve(store, id, 'deleted old logs', 'log rotation was off');
    const made = await articles.fromCase(id, 'zh-CN', writing);
    expect(made).toMatchObject({
      title: '磁盘空间不足 on db1',
      symptom: '磁盘空间不足 on db1\nsince noon',
      cause: 'log rotation was off',
      solution: 'deleted old logs',
      state: 'draft',
      uses: 0,
    });
    expect((await articles.fromCase(id, 'zh-CN', writing)).id).toBe(made.id);
    const reviewed = await articles.change(
      made.id,
      { version: 1, state: 'reviewed', solution: '清理日志' },
      NOW,
    );
    expect(reviewed).toMatchObject({ state: 'reviewed', version: 2 });
    await expect(articles.change(made.id, { version: 1, title: 'x' }, NOW)).rejects.toThrow(/changed/);
    const list = (text: string) => articles.list({ text, limit: 10, before: undefined, retired: false });
    expect((await list('日志')).map((one) => one.id)).toEqual([made.id]);
    expect(await list('deleted')).toEqual([]);
    for (let twice = 0; twice < 2; twice++) await articles.used(made.id, id, writing);
    expect((await articles.read(made.id)).uses).toBe(1);
    const next = await opened(store, '磁盘空间不足 on db1');
    await knowledge.settled();
    expect((await knowledge.likes(next)).map(({ kind }) => kind)).toContain('article');
    await articles.change(made.id, { version: 2, state: 'retired' }, NOW);
    expect((await knowledge.likes(next)).map(({ kind }) => kind)).toEqual(['case']);
    await knowledge.stop();
  });
});
