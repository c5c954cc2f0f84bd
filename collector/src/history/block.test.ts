import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addReading, type BlockReading, bytesOf, createBlock, endBlock, visitBlock } from './block.ts';

const value = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.integer({ min: -100_000, max: 100_000 }).map((hundredths) => hundredths / 100),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 2 ** 48 - 1, 2 ** 48, -(2 ** 48), 2 ** 53 - 1, 1e300, 5e-324, 281_474_976_710.655),
);
const readings = fc.array(
  fc.integer({ min: 0, max: 3 }).chain((layout) =>
    fc.record({
      layout: fc.constant(layout),
      time: fc.integer({ min: 0, max: 4e12 }),
      values: fc.array(value, { minLength: layout * 5, maxLength: layout * 5 }),
    }),
  ),
  { minLength: 1, maxLength: 12 },
);

function encodeBlock(list: readonly BlockReading[], first: number): Uint8Array {
  const block = createBlock(first);
  for (const one of list) addReading(block, one);
  return bytesOf(block);
}

function decoded(block: { data: Uint8Array; first: number }, layout?: number): BlockReading[] {
  const all: BlockReading[] = [];
  visitBlock(block, layout === undefined ? undefined : (of) => of === layout, (of, time, values) =>
    all.push({ layout: of, time, values: Array.from(values, (one) => (Number.isNaN(one) ? null : one)) }),
  );
  return all;
}

/** -0 comes back as 0. */
function positiveZeros(list: readonly BlockReading[]): BlockReading[] {
  return list.map((one) => ({ ...one, values: Array.from(one.values, (v) => (v === null ? null : v + 0)) }));
}

it('any readings come back from their block as they were', () => {
  fc.assert(
    fc.property(readings, (list) => {
      const data = Uint8Array.from(encodeBlock(list, 3));
      const first = 3;
      expect(decoded({ data, first })).toEqual(positiveZeros(list));
      expect(decoded({ data, first }, 2)).toEqual(positiveZeros(list.filter((one) => one.layout === 2)));
    }),
    { numRuns: 500 },
  );
});

it('a block begins with nothing, where another ended too', () => {
  fc.assert(
    fc.property(fc.array(readings, { minLength: 1, maxLength: 6 }), (lists) => {
      for (const list of lists) {
        const block = createBlock(3);
        for (const one of list) addReading(block, one);
        endBlock(block);
        expect(decoded({ data: bytesOf(block), first: 3 })).toEqual(positiveZeros(list));
        expect(block.before.map(({ layout }) => layout)).toEqual([...new Set(list.map((one) => one.layout))]);
      }
    }),
  );
});

it('unchanged values take a bit, small changes a byte or two', () => {
  const values = Array.from({ length: 100 }, (_, i) => 1_000_000_000 + i * 1013);
  const reading = (seq: number, list: readonly number[]) => ({ layout: 1, time: seq * 15_000, values: list });
  const one = encodeBlock([reading(0, values)], 0).length;
  const same = encodeBlock([reading(0, values), reading(1, values)], 0).length;
  const grown = encodeBlock(
    [
      reading(0, values),
      reading(
        1,
        values.map((v) => v + 17),
      ),
    ],
    0,
  ).length;
  expect([same - one, grown - one]).toEqual([22, 222]);
});

it('a host with very many series still fits', () => {
  const values = Array.from({ length: 20_000 }, (_, i) => Math.PI * i);
  const data = Uint8Array.from(encodeBlock([{ layout: 1, time: 5, values }], 5));
  expect(decoded({ data, first: 5 })[0]?.values).toEqual(values);
});
