import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { house, message, NOW, seed } from '../../test/harness/flow-house.ts';
import { connected } from '../../test/harness/ingest-house.ts';
import { describeEachStore } from '../../test/harness/stores.ts';

function layoutWith(field: string, intervalMs = 1000): Layout {
  const content: Omit<Layout, 'id'> = {
    stream: '15s',
    intervalMs,
    groups: [{ measurement: 'internal_agent', tags: {}, fields: [[field, 'none']] }],
  };
  return { id: layoutId(content), ...content };
}

function reading(layout: Layout, seq: number, of: { at: number; arrivedAt: number; value?: number }) {
  const { at, arrivedAt, value = 1 } = of;
  const body = { sent: at, epoch: 5, seq, after: seq - 1, layout: layout.id, time: at, values: [value] };
  return message('reading', body, arrivedAt);
}

describeEachStore('a collector that gets more than it can take', (newDatabase) => {
  async function begun(layout: Layout, heardUntil = (now: number) => now, told = 1) {
    const store = await (await newDatabase()).open();
    await seed(store);
    const it = await house(store, { heardUntil });
    it.flow.receive(message('presence', connected(), NOW));
    it.flow.receive(message('layout', layout, NOW));
    it.flow.receive(reading(layout, 1, { at: NOW, arrivedAt: NOW, value: told }));
    await it.flow.tick();
    return it;
  }

  /** Two looks at each of which a reading has waited for a second and a half. */
  async function overload({ flow, clock }: Awaited<ReturnType<typeof begun>>, layout: Layout) {
    await clock.advance(2000);
    await flow.tick();
    for (const seq of [2, 3]) {
      await clock.advance(2000);
      flow.receive(reading(layout, seq, { at: clock.now() - 1500, arrivedAt: clock.now() - 1500 }));
      await flow.tick();
    }
  }

  it('asks for fewer live readings while they wait, tells so at once, and takes it back slowly', async () => {
    const layout = layoutWith('slow_down');
    const it = await begun(layout);
    const { flow, clock, out } = it;
    expect([out.slowDown, out.slowDowns]).toEqual([1, []]);
    await overload(it, layout);
    // One reading a second where half a one can be taken.
    expect(out.slowDown).toBeCloseTo(1 / (0.5 * 0.82), 5);
    expect(out.slowDowns).toEqual([out.slowDown]);
    for (let second = 0; second < 90; second++) {
      await clock.advance(1000);
      await flow.tick();
    }
    expect(out.slowDown).toBe(1);
    expect(out.slowDowns.at(-1)).toBeLessThan(1.2);
    expect(out.slowDowns.length).toBeLessThan(20);
  });

  it('knows from its reading what a host was told by the collector before, and lets it go', async () => {
    const layout = layoutWith('slow_down');
    const { out, ingest, flow, clock } = await begun(layout, undefined, 2.5);
    expect([ingest.host('acme.db1')?.slowDown, out.slowDowns]).toEqual([1.01, [1.01]]);
    await clock.advance(1000);
    await flow.tick();
    expect([ingest.host('acme.db1')?.slowDown, out.slowDowns]).toEqual([1, [1.01, 1]]);
  });

  it('asks for fewer while a broker keeps them, and calls nobody silent for what may wait there', async () => {
    const layout = layoutWith('slow_down', 15_000);
    let lateMs = 0;
    const { flow, clock, out, ingest } = await begun(layout, (now) => now - lateMs);
    for (const late of [0, 1500, 2000]) {
      lateMs = late;
      await clock.advance(1000);
      await flow.tick();
    }
    expect([out.slowDown, out.slowDowns]).toEqual([3, [3]]);
    const host = ingest.host('acme.db1');
    // 45 s times as many as it was told to leave out, three at the most.
    for (let second = 3; second <= 180; second++) {
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
    const it = await begun(layout);
    await overload(it, layout);
    expect([it.out.slowDown, it.out.slowDowns]).toEqual([3, []]);
  });
});
