import { describe, expect, it } from 'vitest';
import type { SendResult } from '../model/index.ts';
import { channelWaitMs, decideAttempt } from './decide-attempt.ts';

const HOUR = 3_600_000;
const now = 100 * HOUR;
const retry = (retryAfterMs?: number): SendResult => ({
  outcome: 'retry',
  detail: 'HTTP 503',
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

const refusal: SendResult = { outcome: 'retry', detail: 'HTTP 404', refused: true };

interface Case {
  name: string;
  attempts: number;
  /** Age of the page, milliseconds. */
  age?: number;
  result: SendResult;
  random?: number;
  /** Final state, or milliseconds until the next attempt. */
  becomes: 'delivered' | 'failed' | number;
}

const cases: Case[] = [
  { name: 'delivered', attempts: 1, result: { outcome: 'delivered', detail: '' }, becomes: 'delivered' },
  { name: 'failed', attempts: 1, result: { outcome: 'failed', detail: '' }, becomes: 'failed' },
  { name: 'first retry, luckiest', attempts: 1, result: retry(), random: 0, becomes: 1000 },
  { name: 'first retry, unluckiest', attempts: 1, result: retry(), random: 1, becomes: 2000 },
  { name: 'fourth retry', attempts: 4, result: retry(), random: 1, becomes: 16_000 },
  { name: 'never more than five minutes', attempts: 200, result: retry(), random: 1, becomes: 300_000 },
  { name: 'asked to wait longer', attempts: 1, result: retry(60_000), random: 1, becomes: 60_000 },
  { name: 'asked to wait less', attempts: 4, result: retry(1000), random: 1, becomes: 16_000 },
  { name: 'asked to wait for ever', attempts: 1, result: retry(1e12), random: 1, becomes: 900_000 },
  {
    name: 'an outage of many hours',
    attempts: 150,
    age: 12 * HOUR,
    result: retry(),
    random: 1,
    becomes: 300_000,
  },
  { name: 'refused once', attempts: 1, result: refusal, random: 1, becomes: 2000 },
  { name: 'refused for ten minutes', attempts: 9, age: HOUR / 6, result: refusal, becomes: 'failed' },
  { name: 'a day old', attempts: 290, age: 24 * HOUR, result: retry(), becomes: 'failed' },
  {
    name: 'a day old, and delivered',
    attempts: 9,
    age: 25 * HOUR,
    result: { outcome: 'delivered', detail: '' },
    becomes: 'delivered',
  },
];

describe('after an attempt', () => {
  it.each(cases)('$name', ({ attempts, age = 0, result, random = 0.5, becomes }) => {
    const decision = decideAttempt({ attempts, createdAt: now - age }, result, now, random);
    expect(decision.state === 'queued' ? decision.nextAt - now : decision.state).toBe(becomes);
  });

  it('says how long no page goes by the channel, as far as it was asked for', () => {
    const busy: SendResult = {
      outcome: 'retry',
      detail: 'HTTP 429',
      retryAfterMs: 30_000,
      channelWaits: true,
    };
    expect(channelWaitMs(busy)).toBe(30_000);
    expect(channelWaitMs({ ...busy, retryAfterMs: 1e12 })).toBe(900_000);
    expect([retry(30_000), refusal, cases[0]?.result].map((one) => one && channelWaitMs(one))).toEqual([
      0, 0, 0,
    ]);
  });

  it('says why it was given up', () => {
    const decision = decideAttempt({ attempts: 290, createdAt: now - 24 * HOUR }, retry(), now, 0);
    expect(decision.because).toBe('given up after 290 attempts: HTTP 503');
  });
});
