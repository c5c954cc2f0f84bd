import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { house, message, NOW, seed } from '../../test/harness/flow-house.ts';
import { connected } from '../../test/harness/ingest-house.ts';
import { describeEachStore } from '../../test/harness/stores.ts';

function layoutWith(field: string): Layout {
  const content: Omit<Layout, 'id'> = {
    stream: '15s',
    intervalMs: 15_000,
    groups: [{ measurement: 'internal_agent', tags: {}, fields: [[field, 'none']] }],
  };
  return { id: layoutId(content), ...content };
}

function reading(layout: Layout, seq: number, times: { at: number; arrivedAt: number }) {
  const { at, arrivedAt } = times;
  const body = { sent: at, epoch: 5, seq, after: seq - 1, layout: layout.id, time: at, values: [1] };
  return message('reading', body, arrivedAt);
}

describeEachStore('a collector that gets more than it can take', (newDatabase) => {
  async function begun(layout: Layout, heardUntil = (now: number) => now) {
    const store = await (await newDatabase()).open();
    await seed(store);
    const it = await house(store, { heardUntil });
    it.flow.receive(message('presence', connected(), NOW));
    it.flow.receive(message('layout', layout, NOW));
    it.flow.receive(reading(layout, 1, { at: NOW, arrivedAt: NOW }));
    await it.flow.tick();
    return it;
  }

  it('asks for fewer live readings while they wait, tells so at once, and takes it back slowly', async () => {
    const layout = layoutWith('slow_down');
    const { flow, clock, out } = await begun(layout);
    expect([out.slowDown, out.slowDowns]).toEqual([1, []]);
    await clock.advance(2000);
    flow.receive(reading(layout, 2, { at: NOW + 500, arrivedAt: NOW + 500 }));
    await flow.tick();
    expect([out.slowDown, out.slowDowns]).toEqual([1.5, [1.5]]);
    for (let second = 0; second < 20; second++) {
      await clock.advance(1000);
      await flow.tick();
    }
    expect(out.slowDown).toBe(1);
    expect(out.slowDowns.at(-1)).toBe(1);
  });

  it('asks for fewer while a broker keeps them, and calls nobody silent for what may wait there', async () => {
    const layout = layoutWith('slow_down');
    let lateMs = 0;
    const { flow, clock, out, ingest } = await begun(layout, (now) => now - lateMs);
    lateMs = 1500;
    await clock.advance(1000);
    await flow.tick();
    expect([out.slowDown, out.slowDowns]).toEqual([1.5, [1.5]]);
    const host = ingest.host('acme.db1');
    // 45 s times as many as it was told to leave out, three at the most.
    for (let second = 2; second <= 180; second++) {
      lateMs = second * 1000;
      await clock.advance(1000);
      await flow.tick();
    }
    expect(host?.presence).toBe('online');
    lateMs = 0;
    await clock.advance(1000);
    await flow.tick();
    expect(host?.presence).toBe('offline');
  });

  it('asks nothing of a host that does not say that it can be asked', async () => {
    const layout = layoutWith('uptime');
    const { flow, clock, out } = await begun(layout);
    await clock.advance(2000);
    flow.receive(reading(layout, 2, { at: NOW + 500, arrivedAt: NOW + 500 }));
    await flow.tick();
    expect([out.slowDown, out.slowDowns]).toEqual([1.5, []]);
  });
});
