import { expect, it } from 'vitest';
import { noSigns } from './clone-signs.ts';
import { agentsOf, noteBacklog, noteLiveEpoch } from './clones.ts';
import { type HostState, newHostState } from './host-state.ts';

const START = Date.UTC(2026, 2, 2);
const S = 1000;

function host(): HostState {
  const identity = { customer: 'acme', host: 'db1' };
  const made = newHostState({
    id: 'acme.db1',
    identity,
    customerId: 'acme',
    siteId: 'main',
    name: 'db1',
    now: START,
  });
  return Object.assign(made, { clones: noSigns() });
}

function live(it: HostState, epoch: number, at: number): void {
  noteLiveEpoch(it, epoch, at);
  it.liveEpoch = epoch;
}

it('tells two agents that take the place of each other', () => {
  const it = host();
  const [one, two] = [START, START + 5 * S];
  for (let turn = 0; turn < 5; turn++) live(it, turn % 2 === 0 ? one : two, START + turn * 20 * S);
  expect(agentsOf(it, START + 100 * S)).toBe(2);
  expect(agentsOf(it, START + 3600 * S)).toBe(1);
});

it('tells two agents that are connected at once: readings of the older sequence are made after the younger began', () => {
  const it = host();
  live(it, START, START);
  live(it, START + 10 * S, START + 10 * S);
  for (let n = 0; n < 20; n++) noteBacklog(it, START, { time: START + n * 15 * S, at: START + n * 15 * S });
  expect(agentsOf(it, START + 300 * S)).toBe(2);
});

it.each<[string, (it: HostState) => void]>([
  [
    'starts often',
    (it) => {
      for (let n = 0; n < 20; n++) live(it, START + n * 30 * S, START + n * 30 * S);
    },
  ],
  [
    'reconnects often',
    (it) => {
      for (let n = 0; n < 20; n++) live(it, START, START + n * 30 * S);
    },
  ],
  [
    'sends a long backlog',
    (it) => {
      live(it, START, START);
      live(it, START + 3600 * S, START + 3600 * S);
      for (let n = 0; n < 240; n++)
        noteBacklog(it, START, { time: START + n * 15 * S, at: START + 3600 * S + n });
    },
  ],
  [
    'was asked to slow down for an hour, and sends later what it has put aside',
    (it) => {
      live(it, START, START);
      for (let n = 0; n < 240; n++)
        noteBacklog(it, START - 1, { time: START + n * 15 * S, at: START + n * 15 * S + 100 });
    },
  ],
  [
    'was set back to a snapshot once',
    (it) => {
      live(it, START, START);
      live(it, START + 60 * S, START + 60 * S);
      live(it, START, START + 120 * S);
    },
  ],
])('knows one agent that %s', (_what, story) => {
  const it = host();
  story(it);
  expect(agentsOf(it, START + 7200 * S)).toBe(1);
  expect(it.clones.count).toBeLessThan(3);
});
