import { expect, it } from 'vitest';
import {
  casesOf,
  pagesDue,
  seedSite,
  type SiteOfHosts,
  startSite,
} from '../../../test/harness/site-of-hosts.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Store } from '../store/index.ts';
import { readEvents } from './index.ts';

const SITE = 'Site main: several hosts are offline';
const upTo = (count: number, from = 0) => Array.from({ length: count - from }, (_, i) => from + i);

describeEachStore('hosts that are gone together', (newDatabase) => {
  async function begin(count: number): Promise<{ store: Store; site: SiteOfHosts }> {
    const store = await (await newDatabase()).open();
    await seedSite(store, count);
    const site = await startSite(store);
    await site.come(upTo(count));
    await site.pass(2);
    return { store, site };
  }

  it('200 hosts lost in one moment are one case and one page', async () => {
    const { store, site } = await begin(200);
    await site.go(upTo(200));
    await site.pass(25);
    expect(await casesOf(store)).toEqual([`open ${SITE} (200)`]);
    expect(await pagesDue(store, site.clock.now())).toEqual([`22 opened ${SITE}`]);
  });

  it('200 hosts lost one by one within a minute are one page, too, wherever the collector is killed', async () => {
    const { store, site: first } = await begin(200);
    let site = first;
    for (let second = 0; second < 60; second++) {
      await site.go(upTo(Math.floor(((second + 1) * 200) / 60), Math.floor((second * 200) / 60)));
      await site.pass(1);
      if (second === 40) site = await startSite(store, site);
    }
    await site.pass(120);
    const cases = await casesOf(store);
    expect(cases.filter((one) => one.startsWith('open'))).toEqual([`open ${SITE} (200)`]);
    expect(cases.filter((one) => !one.startsWith('open')).every((one) => one.endsWith('(0)'))).toBe(true);
    const pages = await pagesDue(store, site.clock.now());
    expect(pages.filter((page) => page.includes('opened'))).toEqual([expect.stringContaining(SITE)]);
  });

  it('one host of many is a case of its own, paged at once', async () => {
    const { store, site } = await begin(8);
    await site.go([3]);
    await site.pass(90, [0, 1, 2, 4, 5, 6, 7]);
    expect(await casesOf(store)).toEqual(['open h3 is offline (1)']);
    expect(await pagesDue(store, site.clock.now())).toEqual(['22 opened h3 is offline']);
  });

  it('two of eight are two cases; the page of the first waits a minute, since the second was going', async () => {
    const { store, site } = await begin(8);
    await site.go([3, 4]);
    await site.pass(90, [0, 1, 2, 5, 6, 7]);
    expect(await casesOf(store)).toEqual(['open h3 is offline (1)', 'open h4 is offline (1)']);
    expect((await pagesDue(store, site.clock.now())).every((page) => /^(22|82) /.test(page))).toBe(true);
    expect(await pagesDue(store, site.clock.now())).toHaveLength(2);
  });

  it('what opened for the first of them becomes part of the site’s case, unpaged', async () => {
    const { store, site } = await begin(6);
    await site.go([0]);
    await site.pass(5);
    await site.go([1, 2]);
    await site.pass(40, [3, 4, 5]);
    expect(await casesOf(store)).toEqual(['closed h0 is offline (0)', `open ${SITE} (3)`]);
    expect(await pagesDue(store, site.clock.now())).toEqual([`27 opened ${SITE}`]);
    expect((await readEvents(store.db, 1)).map((event) => event.kind)).toEqual([
      'opened',
      'page-queued',
      'alert-moved',
      'merged',
    ]);
  });

  it('one that goes later belongs to it while others are gone; each comes back for itself', async () => {
    const { store, site } = await begin(6);
    await site.go([0, 1, 2]);
    await site.pass(100, [3, 4, 5]);
    await site.go([3]);
    await site.pass(30, [4, 5]);
    expect(await casesOf(store)).toEqual([`open ${SITE} (4)`]);
    await site.come([0, 1, 2]);
    await site.pass(30, [0, 1, 2, 4, 5]);
    expect(await casesOf(store)).toEqual(['open h3 is offline (1)']);
    await site.come([3]);
    await site.pass(2);
    const row = await store.db
      .selectFrom('cases')
      .select(['state', 'recovered_at'])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ state: 'open', recovered_at: expect.any(Number) });
    const opening = (await pagesDue(store, site.clock.now())).filter((page) => page.includes('opened'));
    expect(opening).toHaveLength(1);
  });

  it('a host that goes alone after its site is back has a case of its own', async () => {
    const { store, site } = await begin(6);
    await site.go([0, 1, 2]);
    await site.pass(30, [3, 4, 5]);
    await site.come([0, 1, 2]);
    await site.pass(70, upTo(6));
    await site.go([0]);
    await site.pass(30, upTo(6, 1));
    expect((await casesOf(store)).at(-1)).toBe('open h0 is offline (1)');
  });
});
