import { downTopic } from '@watchcase/protocol';
import type { HostState } from '../ingest/index.ts';

/** Epochs told of at once, the newest. */
const MOST_EPOCHS = 16;

/** Tells hosts where we stand: agents that waited for us go on from there. `now` is Unix milliseconds. */
export function greetHosts(
  hosts: Iterable<HostState>,
  { now, publish }: { now: number; publish(topic: string, payload: string): void },
): void {
  for (const host of hosts) {
    const epochs = [...host.cursors].slice(-MOST_EPOCHS).map(([epoch, seq]) => ({ epoch, seq }));
    if (epochs.length > 0)
      publish(downTopic(host.identity, 'ack'), JSON.stringify({ time: now, epochs, needLayouts: [] }));
  }
}
