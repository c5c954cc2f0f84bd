import { expect, it } from 'vitest';
import { movedWindow, windowOf, windowQuery } from './time-window.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const at = (time: string) => Date.parse(`2026-03-02T${time}Z`);

it.each([
  ['', '1h', '11:00:00', '12:00:00'],
  ['range=6h', '6h', '06:00:00', '12:00:00'],
  ['range=nonsense', '1h', '11:00:00', '12:00:00'],
  ['from=2026-03-02T01:00:00Z&to=2026-03-02T01:10:00Z&range=6h', undefined, '01:00:00', '01:10:00'],
  ['from=2026-03-02T01:10:00Z&to=2026-03-02T01:00:00Z', '1h', '11:00:00', '12:00:00'],
  ['from=2026-03-02T01:00:00Z&to=2026-03-02T01:00:01Z', '1h', '11:00:00', '12:00:00'],
  ['from=then&to=now', '1h', '11:00:00', '12:00:00'],
])('%j is a span of time', (query, range, from, to) => {
  expect(windowOf(new URLSearchParams(query), NOW)).toEqual({ range, fromMs: at(from), toMs: at(to) });
});

it('goes into an address to the second, in order, and comes out of it the same', () => {
  const query = windowQuery(at('02:00:00.400'), at('01:00:00'));
  expect(query).toEqual({ from: '2026-03-02T01:00:00Z', to: '2026-03-02T02:00:00Z', range: '' });
  expect(windowOf(new URLSearchParams(query), NOW)).toMatchObject({
    fromMs: at('01:00:00'),
    toMs: at('02:00:00'),
  });
  expect(windowQuery(at('01:00:00'), at('01:00:03'))).toBeUndefined();
});

it('moves by half of its length, and not into what is to come', () => {
  const window = windowOf(new URLSearchParams('range=1h'), NOW);
  expect(movedWindow(window, -1, NOW)).toMatchObject({
    from: '2026-03-02T10:30:00Z',
    to: '2026-03-02T11:30:00Z',
  });
  expect(movedWindow(window, 1, NOW)).toMatchObject({ to: '2026-03-02T12:00:00Z' });
});
