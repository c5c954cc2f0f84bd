import { expect, it } from 'vitest';
import { lookAtNewest } from './look-at-newest.ts';
import type { Snapshot } from './snapshot.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 28, 12);

/** Names are moments, in hours before now; those with an x are not whole. */
const listed = (name: string, at = NOW - Number.parseFloat(name) * HOUR): Snapshot => ({
  id: name,
  startedAt: at,
  endedAt: null,
  kind: 'full',
  bytes: null,
  files: null,
  complete: 'yes',
});

/** Looks one after the other at what is there: what each looked at, and what it said is whole. */
function looker(leewayMs = HOUR) {
  let before = new Map<string, Snapshot>();
  return async (there: readonly Snapshot[], fails?: string) => {
    const seen: string[] = [];
    const after = new Map<string, Snapshot>();
    const look = (one: Snapshot): Promise<Snapshot> => {
      seen.push(one.id);
      if (one.id === fails) return Promise.reject(new Error('away'));
      const isWhole = !one.id.includes('x');
      return Promise.resolve({ ...one, endedAt: one.startedAt, complete: isWhole ? 'yes' : 'no' });
    };
    const given = await lookAtNewest(there, { now: NOW, leewayMs, before, after, look }).catch(() => []);
    before = after;
    return { seen, whole: given.filter(({ complete }) => complete === 'yes').map(({ id }) => id) };
  };
}

it.each([
  ['the newest is whole', ['48', '24', '2'], ['2'], ['48', '24', '2']],
  ['the newest are not', ['48', '24', '3x', '2x'], ['2x', '3x', '24'], ['48', '24']],
  ['two are of one moment', ['24', '2', '2x'], ['2', '2x'], ['24', '2']],
  ['the same, listed the other way', ['24', '2x', '2'], ['2x', '2'], ['24', '2']],
  ['the clock was set back a little between two', ['24', '2.9x', '2'], ['2', '2.9x'], ['24', '2']],
  ['the clock was set back a day between two', ['24', '2x', '-22'], ['2x', '24'], ['24', '-22']],
  ['one says that it is a little ahead', ['24', '0x', '-0.9'], ['-0.9', '0x'], ['24', '-0.9']],
])('%s', async (_, names, seen, whole) => {
  expect(await looker()(names.map((name) => listed(name)))).toEqual({ seen, whole });
});

it('looks at nothing beside the newest whole one where looking is dear', async () => {
  expect((await looker(0)(['2.9x', '2', '2x'].map((name) => listed(name)))).seen).toEqual(['2', '2x']);
});

it('is not ended by one whose end is in the future', async () => {
  const look = (one: Snapshot) => Promise.resolve({ ...one, endedAt: NOW + 2 * HOUR });
  const after = new Map<string, Snapshot>();
  const needs = { now: NOW, leewayMs: 0, before: new Map<string, Snapshot>(), after, look };
  await lookAtNewest([listed('0'), listed('3')], needs);
  expect(after.size).toBe(2);
});

it('keeps what it knows once there are newer ones, and looks at a name anew that was given again', async () => {
  const look = looker();
  await look(['24', '8x'].map((name) => listed(name)));
  const more = ['24', '8x', '2'].map((name) => listed(name));
  expect(await look(more)).toEqual({ seen: ['2'], whole: ['24', '2'] });
  const again = ['24', '8x'].map((name) => listed(name)).concat(listed('2', NOW - HOUR));
  expect(await look(again)).toEqual({ seen: ['2'], whole: ['24', '2'] });
});

it('looks at five at most that are new, and goes on the next time, also after one that failed', async () => {
  const look = looker();
  const all = ['99', '80x', '70x', '60x', '50x', '40x', '30x', '20x'].map((name) => listed(name));
  expect((await look(all, '40x')).seen).toEqual(['20x', '30x', '40x']);
  expect((await look(all)).seen).toEqual(['40x', '50x', '60x', '70x', '80x']);
  expect(await look(all)).toEqual({ seen: ['99'], whole: ['99'] });
  expect((await look(all)).seen).toEqual([]);
});
