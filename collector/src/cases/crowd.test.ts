import { expect, it } from 'vitest';
import { applyTurn, changeOf, expectIndexesToFollow, told } from '../../../test/harness/cases-in-steps.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { AlertChange } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { CASE_BOUNDS } from './case-bounds.ts';
import { readEvents } from './index.ts';

const MANY = 1500;
const { linesAtOnce, evidence, casesOfHost } = CASE_BOUNDS;

/** Each of many alerts does the same in one turn; where they are apart, each has a group of its own. */
function all(words: string, { apart = false } = {}): AlertChange[] {
  return Array.from({ length: MANY }, (_, number) => {
    const [minute = '', what = '', severity = ''] = words.split(' ');
    const change = changeOf([minute, what, `a${number}`, severity]);
    return apart ? { ...change, groupKey: `acme.db1 part ${number}` } : change;
  });
}

/** How often each kind of line stands in a case's log. */
async function countsOf(store: Store, caseId: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of await readEvents(store.db, caseId)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describeEachStore('more alerts of a host than can be told', (newDatabase) => {
  async function opened() {
    const store = await (await newDatabase()).open();
    await store.transaction(async (tx) => {
      await tx.insertInto('customers').values({ id: 'acme', name: 'Acme', created_at: 0 }).execute();
      const host = { id: 'acme.db1', customer_id: 'acme', site_id: 'main', name: 'db1', created_at: 0 };
      const rest = {
        presence: 'online' as const,
        presence_since: 0,
        session: 0,
        clock_offset_ms: 0,
        streams: '{}',
      };
      await tx
        .insertInto('hosts')
        .values({ ...host, ...rest })
        .execute();
    });
    return store;
  }

  it('are one case in which some are told one by one and the rest together, coming and going', async () => {
    const store = await opened();
    await applyTurn(store, all('0 fire minor'));
    expect(await countsOf(store, 1)).toEqual({ opened: 1, 'alert-joined': linesAtOnce, 'too-many': 1 });
    const line = (await readEvents(store.db, 1)).find(({ kind }) => kind === 'too-many');
    expect(line?.data).toEqual({ fired: MANY - 1 - linesAtOnce, recovered: 0 });
    const linked = await store.db.selectFrom('alerts').select('id').where('case_id', '=', 1).execute();
    const kept = await store.db.selectFrom('case_evidence').select('alert_id').execute();
    expect([linked.length, kept.length]).toEqual([MANY, evidence]);

    await applyTurn(store, all('1 resolve minor').slice(1));
    expect((await told(store))[0]).toMatch(/^open minor: .*too-many$/);
    await applyTurn(store, all('2 resolve minor').slice(0, 1));
    expect((await told(store))[0]).toMatch(/^open minor recovered: .*too-many alert-recovered recovered$/);
    await applyTurn(store, all('3 fire minor'));
    expect((await told(store))[0]).toMatch(/^open minor: /);
    await applyTurn(store, all('4 resolve minor'));
    expect(await countsOf(store, 1)).toEqual({
      opened: 1,
      'alert-joined': linesAtOnce,
      recurred: linesAtOnce,
      'alert-recovered': 2 * linesAtOnce + 1,
      'too-many': 4,
      recovered: 2,
    });
    await expectIndexesToFollow(store);
  }, 60_000);

  it('are told the worst first, and one that is worse than all before keeps its series whatever there is', async () => {
    const store = await opened();
    const worst = changeOf(['0', 'fire', 'worst', 'major']);
    await applyTurn(store, [...all('0 fire minor'), worst]);
    const events = await readEvents(store.db, 1);
    expect(events.filter(({ data }) => data['alertId'] === 'worst').map(({ kind }) => kind)).toEqual([
      'alert-joined',
      'severity-raised',
    ]);
    await applyTurn(store, [changeOf(['1', 'fire', 'worse', 'critical'])]);
    const kept = (await store.db.selectFrom('case_evidence').select('alert_id').execute()).map(
      (row) => row.alert_id,
    );
    expect([kept.length, kept.includes('worst'), kept.includes('worse')]).toEqual([evidence + 1, true, true]);
  }, 60_000);

  it('of groups of their own are some cases, and one of all the others, until they are fewer', async () => {
    const store = await opened();
    await applyTurn(store, all('0 fire minor', { apart: true }));
    const cases = () =>
      store.db.selectFrom('cases').select(['id', 'title', 'recovered_at']).orderBy('id').execute();
    expect((await cases()).map(({ title }) => title)).toEqual([
      ...Array.from({ length: casesOfHost }, (_, number) => `a${number} is minor`),
      'Too many faults of db1 at once',
    ]);
    await applyTurn(store, all('1 resolve minor', { apart: true }));
    expect((await cases()).filter((row) => row.recovered_at === null)).toEqual([]);
    await applyTurn(store, all('2 fire minor', { apart: true }));
    expect((await cases()).length).toBe(casesOfHost + 1);
    await expectIndexesToFollow(store);
  }, 60_000);
});
