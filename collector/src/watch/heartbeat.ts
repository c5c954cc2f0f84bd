import { backoffMs, type Clock } from '@watchcase/runtime';
import type { SendResult } from '../model/index.ts';
import { askService, withinTime } from '../notify/index.ts';
import { type Beat, beatRequest } from './beat-request.ts';
import type { HeartbeatConfig } from './config.ts';
import { judgeBeat } from './judge-beat.ts';

/** Tells another program how we are. */
export type SendBeat = (beat: Beat, signal: AbortSignal) => Promise<SendResult | undefined>;

const TIMEOUT_MS = 10_000;
const TRIES = 3;
const RETRY = { firstMs: 1000, maxMs: 5000 };

/** Sends one, three times at most; undefined where there is nothing to be told. */
export function createHeartbeat(config: HeartbeatConfig, clock: Clock): SendBeat {
  return async (beat, signal) => {
    const request = beatRequest(config, beat);
    if (request === undefined) return undefined;
    for (let tries = 1; ; tries++) {
      const ask = (ending: AbortSignal) =>
        askService(request, ending, async (answer) =>
          judgeBeat(config.style, { status: answer.status, text: await answer.text() }),
        );
      const result = await withinTime(ask, { timeoutMs: TIMEOUT_MS, clock, signal });
      if (result.outcome !== 'retry' || tries === TRIES || signal.aborted) return result;
      const wait = Promise.withResolvers<void>();
      clock.after(backoffMs(tries, RETRY, 0.5), wait.resolve);
      await wait.promise;
    }
  };
}
