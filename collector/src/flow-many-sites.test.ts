import { expect, it } from 'vitest';
import { casesOf, seedSite, startSite } from '../../test/harness/site-of-hosts.ts';
import { describeEachStore } from '../../test/harness/stores.ts';
import type { Store } from './store/index.ts';

const SITES = Array.from({ length: 50 }, (_, number) => `s${number}`);
const HOSTS = SITES.length * 4;
/** Cases that one commit takes of all sites. */
const MOST = 32;

const openCases = async (store: Store) =>
  (await store.db.selectFrom('cases').select('id').where('unresolved', '=', 1).execute()).length;

describeEachStore('many sites that go at once', (newDatabase) => {
  it('are a case each, opened by several commits, none of which holds up the others', async () => {
    const store = await (await newDatabase()).open();
    await seedSite(store, HOSTS, SITES);
    const opened: number[] = [];
    const site = await startSite(store, undefined, {
      async transaction(work) {
        const before = await openCases(store);
        const done = await store.transaction(work);
        opened.push((await openCases(store)) - before);
        return done;
      },
    });
    const all = Array.from({ length: HOSTS }, (_, number) => number);
    await site.come(all);
    await site.pass(2);
    await site.go(all);
    await site.pass(30);
    const cases = await casesOf(store);
    expect(cases.toSorted()).toEqual(
      SITES.map((name) => `open Site ${name}: several hosts are offline (4)`).toSorted(),
    );
    expect(Math.max(...opened)).toBe(Math.ceil(MOST / 4));
    expect(opened.filter((count) => count > 0)).toHaveLength(Math.ceil(SITES.length / Math.ceil(MOST / 4)));
  });
});
