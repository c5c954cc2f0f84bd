import type { z } from 'zod';
import { type Collect, defineProbe, type Sample } from '../../contract.ts';
import type { TimeAnswer } from '../../host/index.ts';
import { askSeldom } from '../ask-seldom.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'clock',
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
