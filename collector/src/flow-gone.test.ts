import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { house, layout, message, NOW, reading, seed, told } from '../../test/harness/flow-house.ts';
import { describeEachStore } from '../../test/harness/stores.ts';
import type { Store } from './store/index.ts';
import { namedActor } from './model/index.ts';

type House = Awaited<ReturnType<typeof house>>;

const online = (streams: string[], time: number) =>
  message(
    'presence',
    {
      session: 1,
      state: 'online',
      time,
      reason: 'connected',
      epoch: 5,
      intervalMs: 15_000,
      streams,
      name: 'db1',
      agent: '1',
      platform: 'linux',
    },
    time,
  );

/** Lets a minute and a half pass in ticks; the host says meanwhile that it is there and has these streams, or nothing. */
async function pass({ flow, clock, settle }: House, streams?: string[]): Promise<void> {
  for (let second = 0; second < 90; second += 5) {
    await clock.advance(5000);
    if (streams !== undefined && second % 15 === 0) flow.receive(online(streams, clock.now()));
    await flow.tick();
    await settle();
  }
}

/** The same measured of something else. */
const otherContent: Omit<Layout, 'id'> = {
  ...layout,
  groups: [{ measurement: 'app', tags: { of: 'other' }, fields: [['up', 'none']] }],
};
const other: Layout = { ...otherContent, id: layoutId(otherContent) };

/** The other rule of the house was still waiting for its time, and stands still. */
const WAITING = 1;

/** For a minute and a half another series is measured in its place; in a sequence of its own, so that the story can go on. */
async function wellElsewhere(it: House): Promise<House> {
  const { flow, clock, settle } = it;
  flow.receive(message('layout', other, clock.now()));
  for (let seq = 1; seq <= 18; seq++) {
    await clock.advance(5000);
    const [time, epoch] = [clock.now(), 4];
    const body = { sent: time, epoch, seq, after: seq - 1, layout: other.id, time, values: [1] };
    if (seq % 3 === 0) flow.receive(message('reading', { ...body, after: Math.max(0, seq - 3) }, time));
    await settle();
    await flow.tick();
  }
  return it;
}

/** How what an alert is about goes away; gives the house in which the story goes on. */
const doors: [string, (it: House, store: Store) => Promise<House>][] = [
  ['its stream is gone', (it) => pass(it, ['1m']).then(() => it)],
  ['its series comes no more, the host does', (it) => pass(it, ['15s']).then(() => it)],
  ['its series is gone, and another one that its rule reads is well', wellElsewhere],
  ['its host is offline', (it) => pass(it).then(() => it)],
  [
    'nothing speaks of it after a restart',
    async (before, store) => {
      await before.flow.stop();
      const after = await house(store, { clock: before.clock });
      await pass(after, ['1m']);
      return after;
    },
  ],
];

describeEachStore('an alert of which nothing is heard any more', (newDatabase) => {
  async function fired() {
    const store = await (await newDatabase()).open();
    await seed(store);
    const first = await house(store);
    for (const one of [online(['15s'], NOW), message('layout', layout, NOW), reading(1, 0, NOW)])
      first.flow.receive(one);
    await first.settle();
    expect(await told(store)).toEqual(['software open: opened page-queued']);
    const { id } = await store.db.selectFrom('cases').select('id').executeTakeFirstOrThrow();
    return { store, first, id };
  }
  const counted = ({ alerts }: House) => [alerts.count().firing, alerts.count().frozen];
  const fix = {
    kind: 'resolve',
    by: namedActor('lin'),
    cause: 'c',
    solution: 's',
    whileFiring: 'stays-resolved',
  } as const;
  const firingRows = (store: Store) =>
    store.db.selectFrom('alerts').select('id').where('state', '=', 'firing').execute();

  it.each(doors)('freezes; %s', async (_, go) => {
    const { store, first } = await fired();
    expect(counted(first)).toEqual([1, 0]);
    const last = await go(first, store);
    expect(counted(last)[0]).toBe(0);
    expect(await firingRows(store)).toEqual([]);
    expect(await told(store)).toEqual(['software open: opened page-queued']);
  });

  it.each(doors)('is forgotten when its case was resolved before; %s', async (_, go) => {
    const { store, first, id } = await fired();
    await first.flow.act(id, fix);
    const last = await go(first, store);
    expect(counted(last)).toEqual([0, WAITING]);
    last.flow.receive(online(['15s'], last.clock.now()));
    last.flow.receive(reading(2, 0, last.clock.now()));
    await last.settle();
    expect(await told(store)).toEqual(['software open: opened page-queued resolved reopened page-queued']);
  });

  it.each(doors)('is forgotten when its case is resolved after; %s', async (_, go) => {
    const { store, first, id } = await fired();
    const last = await go(first, store);
    await last.flow.act(id, fix);
    expect(counted(last)).toEqual([0, WAITING]);
    last.flow.receive(online(['15s'], last.clock.now()));
    last.flow.receive(reading(2, 0, last.clock.now()));
    await last.settle();
    expect(await told(store)).toEqual(['software open: opened page-queued resolved reopened page-queued']);
  });
});
