import { type Layout, layoutId } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import type { Store } from '../../collector/src/store/index.ts';
import { dutyRoster } from '../harness/duty-roster.ts';
import { house, NOW } from '../harness/flow-house.ts';
import { senderOver } from '../harness/sender-over.ts';
import { describeEachStore } from '../harness/stores.ts';
import { startWebhook } from '../harness/webhook.ts';

const HOSTS = 500;
/** Of each of two rules. */
const PARTS = 10;
const SECONDS = 10;
const AT_ONCE = 5;
const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: Array.from({ length: PARTS }, (_, part) => ({
    measurement: 'part',
    tags: { path: `p${part}` },
    fields: [
      ['heat', 'none'],
      ['errors', 'none'],
    ] as [string, 'none'][],
  })),
};
const layout: Layout = { id: layoutId(content), ...content };
const rule = (id: string, category: string) => `
  - id: ${id}
    title: "{path} of {host}: ${id}"
    each: [path]
    when: part.${id} >= 5
    severity: critical
    category: ${category}`;
const pack = `pack: part\nrules:${rule('heat', 'hardware')}${rule('errors', 'software')}\n`;

const storming = Array.from({ length: HOSTS }, (_, index) => ({
  customer: 'acme',
  site: 'main',
  host: `h${index}`,
}));
const others = [
  { customer: 'acme', site: 'branch', host: 'calm' },
  { customer: 'beta', site: 'main', host: 'db1' },
];
type Place = (typeof others)[number];

async function seed(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    for (const id of ['acme', 'beta'])
      await tx.insertInto('customers').values({ id, name: id, created_at: 0 }).execute();
    for (const { customer, site, host } of [...storming, ...others])
      await tx
        .insertInto('hosts')
        .values({
          id: `${customer}.${host}`,
          customer_id: customer,
          site_id: site,
          name: host,
          created_at: 0,
          presence: 'never',
          presence_since: 0,
          session: 0,
          clock_offset_ms: 0,
          streams: '{}',
        })
        .execute();
  });
}

describeEachStore('a storm', (newDatabase) => {
  it('10 000 alerts of 500 hosts of a site within 10 s are one case and few messages, and hold up nobody else', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    const rooms = await house(store, { pack });
    const { flow, clock, settle } = rooms;
    const webhook = await startWebhook();
    const duty = [
      { name: 'lin', language: 'en' as const, channels: ['hook'], severities: ['critical' as const] },
    ];
    const sender = await senderOver('', webhook.url, clock, { store, roster: dutyRoster(duty) });
    const send = ({ customer, host }: Place, kind: string, body: object) => {
      const topic = `watchcase/v1/up/7/${customer}/${host}/${kind}`;
      const payload = Buffer.from(JSON.stringify(body));
      expect(flow.receive({ topic, payload, retained: false, arrivedAt: clock.now() })).toBe(true);
    };
    const read = (place: Place, seq: number, value: number) => {
      const values = Array.from({ length: 2 * PARTS }, () => value);
      const time = clock.now();
      send(place, 'reading', { sent: time, epoch: 5, seq, after: seq - 1, layout: layout.id, time, values });
    };
    const everybody: Place[] = [...storming, ...others];
    for (const place of everybody) send(place, 'layout', layout);
    for (const place of everybody) read(place, 1, 0);
    await settle();
    await flow.tick();
    await clock.advance(15_000);

    const paged = () =>
      webhook.received.map(({ body }) => (JSON.parse(body) as { case: { id: number } }).case.id);
    /** Milliseconds, in real time, from a reading to the page of a case that it opens. */
    async function pagedWithin(place: Place): Promise<number> {
      const began = systemClock.monotonic();
      read(place, 2, 9);
      await settle();
      sender.wake();
      const of = await store.db
        .selectFrom('cases')
        .select('id')
        .where('customer_id', '=', place.customer)
        .where('site_id', '=', place.site)
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow();
      await eventually(() => paged().includes(of.id));
      return systemClock.monotonic() - began;
    }

    const waits = [await pagedWithin(storming[0] as Place)];
    for (let from = 1; from < HOSTS; from += AT_ONCE) {
      for (const place of storming.slice(from, from + AT_ONCE)) read(place, 2, 9);
      await settle();
      sender.wake();
      if (from === 1 + 50 * AT_ONCE) for (const place of others) waits.push(await pagedWithin(place));
      await clock.advance((SECONDS * 1000 * AT_ONCE) / HOSTS - 10);
    }
    expect(clock.now() - NOW - 15_000).toBeLessThanOrEqual(SECONDS * 1000 + 1000);
    await clock.advance(1000);
    await eventually(async () => {
      sender.wake();
      const left = await store.db.selectFrom('pages').select('id').where('finished_at', 'is', null).execute();
      return left.length === 0;
    });

    const firing = await store.db
      .selectFrom('alerts')
      .select((query) => query.fn.countAll().as('count'))
      .where('state', '=', 'firing')
      .executeTakeFirstOrThrow();
    expect(Number(firing.count)).toBe(2 * PARTS * (HOSTS + others.length));
    const open = await store.db
      .selectFrom('cases')
      .select(['scope', 'title'])
      .where('unresolved', '=', 1)
      .where('customer_id', '=', 'acme')
      .where('site_id', '=', 'main')
      .execute();
    expect(open).toEqual([{ scope: 'site', title: 'Site main: faults of many hosts at once' }]);
    expect(webhook.received.length).toBeLessThan(20);
    // Two rules of two categories are two cases of each host elsewhere.
    expect(new Set(paged()).size).toBeGreaterThanOrEqual(5);
    expect(Math.max(...waits)).toBeLessThan(1000);
    const stopped = sender.stop();
    await clock.advance(1000);
    await stopped;
    await webhook.stop();
  }, 120_000);
});
