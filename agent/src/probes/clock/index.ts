import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { type Collect, defineProbe, type Sample } from '../../contract.ts';
import type { TimeAnswer } from '../../host/index.ts';
import { askSeldom } from '../ask-seldom.ts';

const options = z.strictObject({
  servers: z
    .array(z.string().min(1).max(255))
    .refine((list) => new Set(list).size === list.length, 'one server is named twice')
    .default([])
    .describe('NTP servers to compare the clock with, "name" or "name:port"'),
  refresh: durationSchema({ maxMs: 86_400_000 })
    .prefault('5m')
    .describe('How often a server is asked; public servers ask for more than a minute between'),
  timeout: durationSchema({ minMs: 1, maxMs: 60_000 })
    .prefault('2s')
    .describe('How long to wait for an answer, shorter than the interval'),
});

export default defineProbe({
  name: 'clock',
  options,
  start({ servers, refresh, timeout }: z.output<typeof options>, host): Collect {
    const watched = servers.map((server) => ({
      server,
      ask: askSeldom(refresh, () => host.time(server, timeout)),
    }));
    return (now) =>
      Promise.all(
        watched.map(async ({ server, ask }) => sampleOf(server, await ask(now).catch(() => undefined))),
      );
  },
});

function sampleOf(server: string, answer: TimeAnswer | undefined): Sample {
  return {
    measurement: 'clock',
    tags: { server },
    fields: [
      ['offset', 'seconds', answer?.offsetSeconds ?? null],
      ['reachable', 'none', answer === undefined ? 0 : 1],
      ['round_trip', 'seconds', answer?.roundTripSeconds ?? null],
      ['stratum', 'none', answer?.stratum ?? null],
    ],
  };
}
