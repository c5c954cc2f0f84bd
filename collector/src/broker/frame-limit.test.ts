import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameLimit } from './frame-limit.ts';

function frame(bodyBytes: number): Buffer {
  const length: number[] = [];
  let rest = bodyBytes;
  do {
    length.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from([0x30, ...length]), Buffer.alloc(bodyBytes, 0xff)]);
}

describe('createFrameLimit', () => {
  it('follows frames over any chunk boundaries', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }),
        (sizes, cuts) => {
          const limit = createFrameLimit(900);
          const bytes = Buffer.concat(sizes.map(frame));
          let exceeded = false;
          for (let at = 0, cut = 0; at < bytes.length && !exceeded; cut++) {
            const step = cuts[cut % cuts.length] ?? 1;
            exceeded = limit.exceeds(bytes.subarray(at, at + step));
            at += step;
          }
          expect(exceeded).toBe(sizes.some((size) => size > 900));
        },
      ),
    );
  });
});
