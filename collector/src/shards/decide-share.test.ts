import { describe, expect, it } from 'vitest';
import { decideShare } from './decide-share.ts';

const SHARDS = 64;

describe('decideShare', () => {
  it('takes all when alone', () => {
    expect(decideShare({ shards: SHARDS, collectors: 1, held: 0, free: SHARDS })).toEqual({
      take: 64,
      giveBack: 0,
      reason: 'shards-are-free',
    });
  });
  it('gives back what is more than its share when another has come', () => {
    expect(decideShare({ shards: SHARDS, collectors: 2, held: 64, free: 0 })).toEqual({
      take: 0,
      giveBack: 32,
      reason: 'others-have-too-few',
    });
  });
  it('takes no more than its share', () => {
    expect(decideShare({ shards: SHARDS, collectors: 3, held: 20, free: 30 }).take).toBe(2);
  });
  it('rests where numbers do not divide', () => {
    for (const held of [20, 21, 22])
      expect(decideShare({ shards: SHARDS, collectors: 3, held, free: 0 }).reason).toBe('has-its-share');
  });
  it('comes to rest with every shard held, whatever it began with', () => {
    for (let collectors = 1; collectors <= 9; collectors++) {
      const held: number[] = Array.from({ length: collectors }, () => 0);
      held[0] = SHARDS;
      let free = 0;
      for (let round = 0; round < 3; round++) {
        for (const [at, own] of held.entries()) {
          const { take, giveBack } = decideShare({ shards: SHARDS, collectors, held: own, free });
          held[at] = own + take - giveBack;
          free += giveBack - take;
        }
      }
      expect(free).toBe(0);
      expect(Math.max(...held)).toBe(Math.ceil(SHARDS / collectors));
    }
  });
});
