import { expect, it } from 'vitest';
import { changeOf } from '../../../test/harness/cases-in-steps.ts';
import { statementCounter } from '../../../test/harness/count-statements.ts';
import { seedSite } from '../../../test/harness/site-of-hosts.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { commitAlerts } from '../alerts/index.ts';
import type { AlertChange } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { CASE_BOUNDS } from './case-bounds.ts';
import { applyAlertChanges, readEvents } from './index.ts';

const HOSTS = 60;

function goneHost(index: number): AlertChange {
  const hostId = `acme.h${index}`;
  const title = { en: `h${index} is offline`, 'zh-CN': `h${index} 已离线` };
  const own = {
    id: `a${index}`,
    hostId,
    title,
    groupKey: `${hostId}/network`,
    series: 'watchcase_host.online',
  };
  return { ...changeOf(['0', 'fire', 'x', 'critical']), ...own };
}

/** Hosts of the site found gone in one turn; gives how many statements the cases took. */
function turn(store: Store, indexes: number[], isOutage: boolean): Promise<number> {
  const changes = indexes.map(goneHost);
  const counter = statementCounter();
  const sources = {
    evidenceOf: () => changes.map(() => ({ times: [], values: [] })),
    hostOf: () => ({ customerId: 'acme', siteId: 'main' }),
    owed: () => Promise.resolve(undefined),
    siteOf: () => ({ hosts: isOutage ? HOSTS : 10_000, gone: isOutage ? HOSTS : 1, doubtful: 0 }),
  };
  return store.transaction(async (tx) => {
    await commitAlerts(tx, changes);
    await applyAlertChanges(tx.withPlugin(counter), changes, sources);
    return counter.count;
  });
}

describeEachStore('a site’s case that takes up those of its hosts', (newDatabase) => {
  it('is written once, with the first of many by name; each of theirs ends', async () => {
    const store = await (await newDatabase()).open();
    await seedSite(store, HOSTS);
    const all = Array.from({ length: HOSTS }, (_, index) => index);
    await turn(store, all.slice(1), false);
    const statements = await turn(store, [0], true);
    const cases = await store.db
      .selectFrom('cases')
      .select(['id', 'scope', 'unresolved'])
      .orderBy('id')
      .execute();
    const site = cases.at(-1);
    expect(site).toMatchObject({ scope: 'site', unresolved: 1 });
    expect(cases.filter(({ unresolved }) => unresolved === 1)).toHaveLength(1);
    const lines = await readEvents(store.db, site?.id ?? 0);
    expect(lines.filter(({ kind }) => kind === 'alert-joined')).toHaveLength(CASE_BOUNDS.linesAtOnce);
    expect(lines.at(-1)).toMatchObject({
      kind: 'too-many',
      data: { fired: HOSTS - 1 - CASE_BOUNDS.linesAtOnce, recovered: 0 },
    });
    const left = await readEvents(store.db, cases[0]?.id ?? 0);
    expect(left.map(({ kind }) => kind)).toEqual(['opened', 'alert-moved', 'merged']);
    const linked = await store.db
      .selectFrom('alerts')
      .select('id')
      .where('case_id', '=', site?.id ?? 0)
      .execute();
    expect(linked).toHaveLength(HOSTS);
    // What ends is a case each: its row twice, its alerts, its log twice, its clocks.
    expect(statements).toBeLessThan(8 * HOSTS + 30);
  });
});
