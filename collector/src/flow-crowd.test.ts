import { readFileSync } from 'node:fs';
import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import {
  cursorOf,
  house,
  type HouseOptions,
  Killed,
  message,
  NOW,
  seed,
} from '../../test/harness/flow-house.ts';
import { describeEachStore } from '../../test/harness/stores.ts';
import { type Message, namedActor } from './model/index.ts';
import type { Store } from './store/index.ts';

const DISKS = 700;
/** Changes of one host that one commit takes. */
const MOST = 200;
const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: Array.from({ length: DISKS }, (_, number) => ({
    measurement: 'disk',
    tags: { path: `/srv/${number}` },
    fields: [['used_percent', 'percent'] as [string, 'percent']],
  })),
};
const layout: Layout = { id: layoutId(content), ...content };
const pack = `
pack: disk
rules:
  - id: space
    title: "{path} on {host} is {value} full"
    each: [path]
    when: disk.used_percent >= 80%
    severity: minor
    category: hardware
`;

function reading(seq: number, usedPercent: number): Message {
  const time = NOW + seq * 15_000;
  const values = Array.from({ length: DISKS }, (_, at) => usedPercent + at / 1000);
  const body = { sent: time, epoch: 5, seq, after: seq - 1, layout: layout.id, time, values };
  return message('reading', body, time);
}

describeEachStore('a host with more alert changes than a turn takes', (newDatabase) => {
  async function opened() {
    const store = await (await newDatabase()).open();
    await seed(store);
    return store;
  }

  async function begun(store: Store, options: HouseOptions = {}) {
    const it = await house(store, { pack, ...options });
    it.flow.receive(message('layout', layout, NOW));
    it.flow.receive(reading(1, 10));
    await it.settle();
    return it;
  }

  const firing = async (store: Store) =>
    (await store.db.selectFrom('alerts').select('id').where('state', '=', 'firing').execute()).length;

  it('is committed in parts; its cursor, answer and further readings wait for the last one', async () => {
    const store = await opened();
    const { flow, settle, out } = await begun(store);
    flow.receive(reading(2, 90));
    flow.receive(reading(3, 10));
    const steps: unknown[] = [];
    for (let turn = 0; turn < 9; turn++) {
      await settle();
      steps.push([await firing(store), await cursorOf(store), out.acks.at(-1)]);
    }
    expect(steps).toEqual([
      [MOST, 1, '5:1'],
      [2 * MOST, 1, '5:1'],
      [3 * MOST, 1, '5:1'],
      [DISKS, 2, '5:2'],
      [DISKS - MOST, 2, '5:2'],
      [DISKS - 2 * MOST, 2, '5:2'],
      [DISKS - 3 * MOST, 2, '5:2'],
      [0, 3, '5:3'],
      [0, 3, '5:3'],
    ]);
  }, 60_000);

  it('comes to the same end when the collector dies between two parts', async () => {
    const store = await opened();
    let commits = Number.POSITIVE_INFINITY;
    const first = await begun(store, {
      transaction: (work) => (commits-- > 0 ? store.transaction(work) : Promise.reject(new Killed())),
    });
    commits = 2;
    first.flow.receive(reading(2, 90));
    for (let turn = 0; turn < 4; turn++) await first.settle();
    expect([await firing(store), await cursorOf(store)]).toEqual([2 * MOST, 1]);
    const second = await house(store, { pack, clock: first.clock });
    second.flow.receive(message('layout', layout, NOW));
    second.flow.receive(reading(2, 90));
    for (let turn = 0; turn < 4; turn++) await second.settle();
    expect([await firing(store), await cursorOf(store), second.out.acks.at(-1)]).toEqual([DISKS, 2, '5:2']);
    const cases = await store.db.selectFrom('cases').select('id').execute();
    const fired = await store.db
      .selectFrom('case_events')
      .select('seq')
      .where('kind', '=', 'recurred')
      .execute();
    expect([cases.length, fired.length]).toEqual([1, 0]);
  }, 60_000);

  it('has an alert of its own by the shipped rule, as a host where one disk fills up has not', async () => {
    const rule =
      readFileSync(new URL('../../rules/presence.yaml', import.meta.url), 'utf8').split(/^rules:\n/m)[1] ??
      '';
    const store = await opened();
    const { flow, settle, clock } = await begun(store, { pack: pack + rule });
    const crowded = async () =>
      await store.db
        .selectFrom('alerts')
        .select(['state', 'title'])
        .where('rule', 'like', '%/too-many-at-once')
        .execute();
    const listen = async (from: number, to: number, usedPercent: number) => {
      for (let seq = from; seq <= to; seq++) {
        for (let tick = 0; tick < 4; tick++) {
          await clock.advance(3740);
          await flow.tick();
        }
        flow.receive(reading(seq, usedPercent));
        for (let turn = 0; turn < 5; turn++) await settle();
      }
    };
    await listen(2, 7, 10);
    expect(await crowded()).toEqual([]);
    await listen(8, 14, 90);
    expect(await crowded()).toEqual([
      {
        state: 'firing',
        title: `${DISKS} alerts of db1 changed within a minute: too many at once, most are told together`,
      },
    ]);
  }, 60_000);

  it('is committed whole before a person acts, and at the end', async () => {
    const store = await opened();
    const { flow, settle } = await begun(store);
    flow.receive(reading(2, 90));
    await settle();
    const { id } = await store.db.selectFrom('cases').select('id').executeTakeFirstOrThrow();
    await flow.act(id, { kind: 'note', by: namedActor('lin'), text: 'hm' });
    expect([await firing(store), await cursorOf(store)]).toEqual([DISKS, 2]);
    flow.receive(reading(3, 10));
    await settle();
    await flow.stop();
    expect([await firing(store), await cursorOf(store)]).toEqual([0, 3]);
  }, 60_000);
});
