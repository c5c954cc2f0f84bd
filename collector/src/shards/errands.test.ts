import { UserError } from '@watchcase/runtime';
import { eventually, ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Store, Tx } from '../store/index.ts';
import { createErrands, type Errand } from './errands.ts';
import { namedActor } from '../model/index.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const note: Errand = { kind: 'act', caseId: 1, action: { kind: 'note', by: namedActor('li'), text: 'x' } };
const SHARD = 7;

describeEachStore('errands', (newDatabase) => {
  type Perform = (errand: Errand, done: (tx: Tx) => Promise<void>) => Promise<void>;

  async function setUp(perform?: Perform) {
    const store = await (await newDatabase()).open();
    const clock = new ManualClock(NOW);
    const done: Errand[] = [];
    const failures: unknown[] = [];
    const errands = createErrands({
      store,
      clock,
      failed: (error) => failures.push(error),
      async perform(errand, mark) {
        if (perform !== undefined) return perform(errand, mark);
        await store.transaction(mark);
        done.push(errand);
      },
    });
    const ask = () => store.transaction((tx) => errands.leave(tx, SHARD, note, NOW));
    return { store, clock, errands, done, failures, ask };
  }

  const left = (store: Store) => store.db.selectFrom('errands').selectAll().execute();

  it('are done once, by who has the shard, and leave nothing behind', async () => {
    const { store, errands, done, ask } = await setUp();
    const id = await ask();
    await errands.doAll([SHARD + 1]);
    expect(done).toEqual([]);
    await errands.doAll([SHARD]);
    await errands.doAll([SHARD]);
    expect(done).toEqual([note]);
    await errands.answerOf(id);
    expect(await left(store)).toEqual([]);
  });

  it('bring back what a person is to be told', async () => {
    const told = new UserError({ code: 'CASE_ALREADY_CLOSED', place: 'case 1', message: 'it is closed' });
    const { errands, ask, failures } = await setUp(() => Promise.reject(told));
    const id = await ask();
    await errands.doAll([SHARD]);
    await expect(errands.answerOf(id)).rejects.toThrow('CASE_ALREADY_CLOSED');
    expect(failures).toEqual([]);
  });

  it('are tried again when they failed otherwise', async () => {
    let tries = 0;
    const house = await setUp(async (_, mark) => {
      if (++tries === 1) throw new Error('the database was away');
      await house.store.transaction(mark);
    });
    const id = await house.ask();
    await house.errands.doAll([SHARD]);
    await house.errands.doAll([SHARD]);
    await house.errands.answerOf(id);
    expect({ tries, failures: house.failures.length }).toEqual({ tries: 2, failures: 1 });
  });

  it('are withdrawn after ten seconds without an owner, and then not done any more', async () => {
    const { store, clock, errands, ask } = await setUp();
    const id = await ask();
    const answer = errands.answerOf(id).then(
      () => 'done',
      (error: unknown) => (error as UserError).code,
    );
    let code: string | undefined;
    void answer.then((text) => (code = text));
    await eventually(async () => {
      await clock.advance(1000);
      return code !== undefined;
    });
    expect(code).toBe('SHARD_OWNER_AWAY');
    expect(await left(store)).toEqual([]);
  });

  it('fail where they are done when they were withdrawn meanwhile', async () => {
    const house = await setUp(async (_, mark) => {
      await house.store.transaction((tx) => tx.deleteFrom('errands').execute());
      await house.store.transaction(mark);
    });
    await house.ask();
    await house.errands.doAll([SHARD]);
    expect(String(house.failures[0])).toContain('was withdrawn');
  });
});
