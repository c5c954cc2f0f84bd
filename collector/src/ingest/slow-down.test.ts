import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { NOW } from '../../../test/harness/flow-house.ts';
import { createMemory, type HostState, newHostState } from './index.ts';
import { knownLayout } from './layouts.ts';
import { createDemand, createSlowDownRounds, demandOf, HELD, withSlowDown } from './slow-down.ts';

const ACK = { time: NOW, epochs: [{ epoch: 5, seq: 2 }], needLayouts: [] };

function fleet(count: number, of: Partial<HostState> = {}) {
  const memory = createMemory();
  for (let index = 0; index < count; index++) {
    const id = `acme.h${index}`;
    const identity = { customer: 'acme', host: `h${index}` };
    const names = { customerId: 'acme', siteId: 'main', name: id };
    const host = newHostState({ id, identity, ...names, now: NOW });
    memory.hosts.set(id, Object.assign(host, { presence: 'online', slowDown: 1 }, of));
  }
  return memory;
}

const words = (answers: { ack: { slowDown?: number | undefined } }[]) =>
  answers.map(({ ack }) => ack.slowDown);

it('tells all at once that less is wanted, once; whoever cannot be told, or is not there, is not', () => {
  const memory = fleet(3000);
  const [first, second] = memory.hosts.values();
  Object.assign(first ?? {}, { slowDown: null });
  Object.assign(second ?? {}, { presence: 'offline' });
  const tell = createSlowDownRounds();
  const telling = { slowDown: 2.5, waitedMs: 1500, now: NOW };
  expect(words(tell(memory, telling))).toEqual(Array.from({ length: 2998 }, () => 2.5));
  expect(tell(memory, telling)).toEqual([]);
  expect(tell(memory, { ...telling, slowDown: 2.4 })).toEqual([]);
  expect(tell(memory, { ...telling, slowDown: 2.7 })).toHaveLength(2998);
});

it('holds all when no more need be left out, and lets them go one after another, the slower the more waits', () => {
  const memory = fleet(3000, { slowDown: 3 });
  const tell = createSlowDownRounds();
  const calm = { slowDown: 1, waitedMs: 0, now: NOW };
  const begun = words(tell(memory, calm));
  expect([begun.filter((word) => word === 1).length, begun.filter((word) => word === HELD).length]).toEqual([
    22, 2978,
  ]);
  const gone: number[] = [];
  for (let look = 0; look < 20; look++) gone.push(tell(memory, calm).length);
  expect(gone.at(-1)).toBe(30);
  const waiting = { ...calm, waitedMs: 900 };
  for (let look = 0; look < 40; look++) gone.push(tell(memory, waiting).length);
  expect(gone.at(-1)).toBe(3);
  for (let look = 0; look < 300; look++) gone.push(tell(memory, calm).length);
  expect(gone.reduce((sum, one) => sum + one, 22)).toBe(3000);
  expect([...memory.hosts.values()].every(({ slowDown }) => slowDown === 1)).toBe(true);
});

it('goes on with those who have not had their turn when there was too much in between', () => {
  const memory = fleet(1000, { slowDown: 3 });
  const tell = createSlowDownRounds();
  const gone = () => [...memory.hosts.values()].flatMap((host, at) => (host.slowDown === 1 ? [at] : []));
  for (let look = 0; look < 10; look++) tell(memory, { slowDown: 1, waitedMs: 0, now: NOW });
  const first = gone();
  tell(memory, { slowDown: 2, waitedMs: 2000, now: NOW });
  expect(gone()).toEqual([]);
  tell(memory, { slowDown: 1, waitedMs: 0, now: NOW });
  expect(gone()[0]).toBe((first.at(-1) ?? 0) + 1);
});

it('says in an answer what holds for its host: one whose turn has not come goes on holding what it has', () => {
  const [host] = fleet(1, { slowDown: 3 }).hosts.values();
  const held = host as HostState;
  expect(withSlowDown(ACK, held, 2)).toEqual({ ...ACK, slowDown: 2 });
  expect(withSlowDown(ACK, held, 1)).toEqual({ ...ACK, slowDown: HELD });
  expect(withSlowDown(ACK, Object.assign(held, { slowDown: 1 }), 1)).toEqual(ACK);
  expect(withSlowDown(ACK, Object.assign(held, { slowDown: null }), 3)).toEqual(ACK);
});

it('knows from their intervals what hosts would send, of those who can be asked and of the others', () => {
  const layouts = [1000, 4000].map((intervalMs): Layout => {
    const content = { stream: `${intervalMs}`, intervalMs, groups: [] };
    return { id: layoutId(content), ...content };
  });
  const streams = new Map([...layouts.map(({ stream, id }) => [stream, id] as const), ['named', '']]);
  const memory = fleet(4, { streams });
  for (const layout of layouts) memory.layouts.set(layout.id, knownLayout(layout));
  const [first, second] = memory.hosts.values();
  Object.assign(first ?? {}, { slowDown: null });
  Object.assign(second ?? {}, { presence: 'offline' });
  expect(demandOf(memory)).toEqual({ tellable: 2.5, fixed: 1.25 });
});

it('looks through all hosts now and then when all have been told, and at once when something else holds', () => {
  const memory = fleet(10);
  const tell = createSlowDownRounds();
  const telling = { slowDown: 2, waitedMs: 0, now: NOW };
  expect([tell(memory, telling).length, tell(memory, telling).length]).toEqual([10, 0]);
  for (const host of memory.hosts.values()) host.slowDown = 1;
  const told = Array.from({ length: 11 }, () => tell(memory, telling).length);
  expect([told.slice(0, 10).every((count) => count === 0), told.at(-1)]).toEqual([true, 10]);
  expect(tell(memory, telling)).toEqual([]);
  expect(tell(memory, { ...telling, slowDown: 2.5 })).toHaveLength(10);
});

it('goes on with each look until all have been told something else, however long nothing was to be told before', () => {
  const memory = fleet(100);
  const tell = createSlowDownRounds();
  const calm = { slowDown: 1, waitedMs: 0, now: NOW };
  expect(tell(memory, calm)).toEqual([]);
  expect(tell(memory, { ...calm, slowDown: 2 })).toHaveLength(100);
  // All are held, and some let go with each look from the first on.
  const told = Array.from({ length: 5 }, () => tell(memory, calm).length);
  expect(told.every((count) => count > 0)).toBe(true);
});

it('counts what hosts would send each two seconds at most, and again when the clock was set back', () => {
  const content = { stream: '1s', intervalMs: 1000, groups: [] };
  const layout = { id: layoutId(content), ...content };
  const memory = fleet(2, { streams: new Map([['1s', layout.id]]) });
  memory.layouts.set(layout.id, knownLayout(layout));
  const demand = createDemand(memory);
  const at = (ms: number) => demand(NOW + ms).tellable;
  expect(at(0)).toBe(2);
  memory.hosts.delete('acme.h0');
  expect([at(1999), at(2000)]).toEqual([2, 1]);
  memory.hosts.clear();
  expect([at(500), at(-60_000)]).toEqual([1, 0]);
});
