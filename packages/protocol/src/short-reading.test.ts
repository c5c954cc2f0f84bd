import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReading, type Reading, restoreReading, type ShortReading, shortReadingOf } from './index.ts';

const base: Reading = {
  sent: 1000,
  epoch: 7,
  seq: 4,
  after: 3,
  layout: 'a',
  time: 990,
  values: [5, 0.5, null, 12, 1e9, 3, 3, 3, 3, 3],
};
const next = (values: Reading['values'], more: Partial<Reading> = {}): Reading => ({
  ...base,
  sent: 11_003,
  seq: 5,
  after: 4,
  time: 10_990,
  values,
  ...more,
});

/** Numbers as they come from JSON. */
const value = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.5, null, 1e21, -2e-7, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const json = <T>(it: T): T => JSON.parse(JSON.stringify(it)) as T;

describe('a short reading', () => {
  it('says what changed, and how far whole numbers moved', () => {
    expect(shortReadingOf(base, next([5, 0.7, null, 15, 1e9 - 4096, 3, 3, 3, 3, 4]))).toBe(
      '[7,5,1,10000,13,[0,0.7,[1],3,-4096,[4],1]]',
    );
    expect(shortReadingOf(base, next(base.values))).toBe('[7,5,1,10000,13,[]]');
    expect(shortReadingOf(base, next([null, 1, 2, 12.5, 1e9, 3, 3, 3, 3, 3]))).toBe(
      '[7,5,1,10000,13,[null,1,2,12.5]]',
    );
  });

  it('means exactly what the full one says', () => {
    let shorts = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value, fc.boolean()), { maxLength: 40 }),
        fc.integer({ min: 0, max: 90_000_000 }),
        (pairs, step) => {
          const before = json({ ...base, values: pairs.map(([old]) => old) });
          const after = json(
            next(
              pairs.map(([old, now, same]) => (same ? old : now)),
              { time: 990 + step, sent: 995 + step },
            ),
          );
          const text = shortReadingOf(before, after);
          if (text === undefined) return;
          shorts++;
          const short = parseReading(text);
          expect(Array.isArray(short)).toBe(true);
          expect(restoreReading(before, short as ShortReading)).toEqual(after);
          const values = Float64Array.from(before.values, (one) => one ?? Number.NaN);
          expect(restoreReading({ ...before, values }, short as ShortReading)).toEqual(after);
        },
      ),
      { numRuns: 2000 },
    );
    expect(shorts).toBeGreaterThan(500);
  });

  it.each<[string, Reading]>([
    ['of another epoch', next(base.values, { epoch: 8 })],
    ['of another layout', next(base.values, { layout: 'b' })],
    ['behind a dropped message', next(base.values, { after: 3 })],
    ['of another length', next([1])],
    ['sent before it was read', next(base.values, { sent: 10_989 })],
    ['that differs by more than a number can tell', next([-(2 ** 53), ...base.values.slice(1)])],
  ])('cannot stand for one %s', (_name, reading) => {
    expect(shortReadingOf(base, reading)).toBeUndefined();
  });

  it.each([
    ['reaches beyond the values', '[7,5,1,10000,13,[[10],1]]'],
    ['has a time before all times', '[7,5,1,-20000,13,[]]'],
    ['adds up to no number', '[7,5,1,10000,13,[[10]]]'],
  ])('that %s means nothing', (name, text) => {
    const values = name.startsWith('adds') ? [...base.values, 1e308] : base.values;
    const short = parseReading(name.startsWith('adds') ? text.replace('[10]', '[10],1e308') : text);
    expect(restoreReading({ ...base, values }, short as ShortReading)).toBeUndefined();
  });
});
