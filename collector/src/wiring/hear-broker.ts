import type { Clock, Log } from '@watchcase/runtime';
import type { Ingest } from '../ingest/index.ts';

/** What follows when the broker can be heard, or not any more. */
export function hearBroker(ingest: Ingest, { clock, log }: { clock: Clock; log: Log }) {
  return (listening: boolean): void => {
    ingest.setListening(listening, clock.now());
    if (!listening)
      log.warn({ code: 'BROKER_AWAY' }, 'no messages can arrive; hosts count as unknown meanwhile');
  };
}
