import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { house, message, NOW, seed } from '../../test/harness/flow-house.ts';
import { describeEachStore } from '../../test/harness/stores.ts';

const S = 1000;
const pack = `
pack: p
rules:
  - { id: gone, title: gone, when: watchcase_host.online == 0, severity: major, category: network }
  - { id: slow, title: slow, when: b.v > 5, for: 5m, severity: minor, category: software }
`;

function layoutOf(stream: string, seconds: number, measurement: string): Layout {
  const groups: Layout['groups'] = [{ measurement, tags: {}, fields: [['v', 'none']] }];
  const content = { stream, intervalMs: seconds * S, groups };
  return { id: layoutId(content), ...content };
}

const fast = layoutOf('5s', 5, 'a');
const slow = layoutOf('1m', 60, 'b');
const STOPS_AT = 95;
const MINUTES = 12;

describeEachStore('a host whose fastest stream stops while a slower one goes on', (newDatabase) => {
  it('is never offline, and what waits for its time goes on waiting', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    const { flow, clock, out, settle, ingest } = await house(store, { pack });
    const greeting = {
      session: 1,
      state: 'online',
      time: NOW,
      reason: 'connected',
      epoch: 5,
      intervalMs: 5 * S,
    };
    const more = { streams: ['5s', '1m'], name: 'db1', agent: '1', platform: 'linux' };
    for (const one of [fast, slow]) flow.receive(message('layout', one, NOW));
    flow.receive(message('presence', { ...greeting, ...more }, NOW));
    let seq = 0;
    const read = (layout: Layout, value: number) => {
      const time = clock.now();
      const body = {
        sent: time,
        epoch: 5,
        seq: ++seq,
        after: seq - 1,
        layout: layout.id,
        time,
        values: [value],
      };
      flow.receive(message('reading', body, time));
    };
    const seen = new Set<string>();
    for (let second = 5; second <= MINUTES * 60; second += 5) {
      await clock.advance(5 * S - 10);
      if (second < STOPS_AT) read(fast, 1);
      if (second % 60 === 35) read(slow, 9);
      await settle();
      await flow.tick();
      seen.add(ingest.host('acme.db1')?.presence ?? '');
    }
    expect([...seen]).toEqual(['online']);
    expect(
      out.told
        .filter((one) => one.transition !== 'held')
        .map(({ rule, transition, firedAt }) => [rule, transition, firedAt]),
    ).toEqual([
      ['p/slow', 'pending', null],
      ['p/slow', 'fired', NOW + 335 * S - 10],
    ]);
  });
});
