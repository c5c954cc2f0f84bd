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
  it('are a case each, opened by several commits, between which others are answered', async () => {
    const store = await (await newDatabase()).open();
    // One more, which stays.
    await seedSite(store, HOSTS + 1, SITES);
    const opened: number[] = [];
    const answered: number[] = [];
    const site = await startSite(store, undefined, {
      async transaction(work) {
        const before = await openCases(store);
        answered.push(site.answers());
        const done = await store.transaction(work);
        opened.push((await openCases(store)) - before);
        // What it says while the first of them are committed.
        if (opened.filter((count) => count > 0).length === 1) void site.come([HOSTS]);
        return done;
      },
    });
    const all = Array.from({ length: HOSTS }, (_, number) => number);
    await site.come([...all, HOSTS]);
    await site.pass(2);
    await site.go(all);
    await site.pass(30, [HOSTS]);
    const cases = await casesOf(store);
    expect(cases.toSorted()).toEqual(
      SITES.map((name) => `open Site ${name}: several hosts are offline (4)`).toSorted(),
    );
    expect(Math.max(...opened)).toBe(Math.ceil(MOST / 4));
    expect(opened.filter((count) => count > 0)).toHaveLength(Math.ceil(SITES.length / Math.ceil(MOST / 4)));
    const [first, last] = [
      opened.findIndex((count) => count > 0),
      opened.findLastIndex((count) => count > 0),
    ];
    expect(answered[last]).toBeGreaterThan(answered[first] ?? Infinity);
  });
});
