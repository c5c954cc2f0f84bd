import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFrames } from './frames.ts';

function frame(body: Buffer): Buffer {
  const length: number[] = [];
  let rest = body.length;
  do {
    length.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from([0x30, ...length]), body]);
}

const bodies = fc.array(fc.uint8Array({ maxLength: 1000 }), { minLength: 1, maxLength: 8 });
const cuts = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 });
const holds = fc.array(fc.nat(3), { minLength: 1 });

function* chunks(bytes: Buffer, steps: readonly number[]): Generator<Buffer> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const step = steps[i % steps.length] ?? 1;
    yield bytes.subarray(at, at + step);
    at += step;
  }
}

it('gives every packet once and whole, over any chunk boundaries, however often one has to wait', () => {
  fc.assert(
    fc.property(bodies, cuts, holds, (arrays, steps, holding) => {
      const sent = arrays.map((one) => Buffer.from(one));
      const came: Buffer[] = [];
      let asked = 0;
      const frames = createFrames(
        () => 1000,
        ({ bytes, from, to }) => {
          if ((holding[asked++ % holding.length] ?? 0) === 1 && asked < 100) return false;
          came.push(bytes.subarray(from, to));
          return true;
        },
      );
      for (const chunk of chunks(Buffer.concat(sent.map(frame)), steps)) {
        let outcome = frames.push(chunk);
        if (outcome === 'held') outcome = frames.push(Buffer.alloc(0));
        expect(outcome).not.toBe('too_long');
      }
      while (frames.push(Buffer.alloc(0)) === 'held');
      // Kept parts are not written over by what came later.
      expect(came.map(String)).toEqual(sent.map(String));
      expect(frames.waiting()).toBe(0);
    }),
  );
});

it('finds a packet that is too long by its announcement, over any chunk boundaries', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }), cuts, (sizes, steps) => {
      const frames = createFrames(
        () => 900,
        () => true,
      );
      let tooLong = false;
      for (const chunk of chunks(Buffer.concat(sizes.map((size) => frame(Buffer.alloc(size, 0xff)))), steps))
        tooLong ||= frames.push(chunk) === 'too_long';
      expect(tooLong).toBe(sizes.some((size) => size > 900));
    }),
  );
});

it('knows a length that never ends', () => {
  const frames = createFrames(
    () => 2 ** 40,
    () => true,
  );
  expect(frames.push(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x80]))).toBe('too_long');
});

it('costs the same for single bytes as for many', () => {
  let taken = 0;
  const frames = createFrames(
    () => 300_000,
    () => (taken++, true),
  );
  for (const chunk of chunks(frame(Buffer.alloc(262_144)), [1])) frames.push(chunk);
  expect(taken).toBe(1);
});
