import type { Ack } from '@watchcase/protocol';
import type { HostState } from './host-state.ts';
import type { IngestMemory } from './memory.ts';

/** A host is told anew when what it was told is this far from what holds. */
const TELLING_RATIO = 1.1;

/** Adds to an answer how many readings go out live, for those that can be told. */
export function withSlowDown(ack: Ack, host: HostState, slowDown: number): Ack {
  if (host.slowDown === null || (slowDown === 1 && host.slowDown === 1)) return ack;
  host.slowDown = slowDown;
  host.pace = Math.max(host.pace, slowDown);
  return { ...ack, slowDown };
}

/** Answers for hosts that were told something else, at most so many: their own answers may be a minute away. Goes round, so that all have their turn. */
export function createSlowDownRounds(): (
  memory: IngestMemory,
  of: { slowDown: number; now: number; most: number },
) => { host: HostState; ack: Ack }[] {
  let round: Iterator<HostState> | undefined;

  return ({ hosts }, { slowDown, now, most }) => {
    const answers: { host: HostState; ack: Ack }[] = [];
    for (let looked = 0; looked <= hosts.size && answers.length < most; looked++) {
      round ??= hosts.values();
      const { value: host, done } = round.next();
      if (done === true) round = undefined;
      else if (isToBeTold(host, slowDown))
        answers.push({ host, ack: withSlowDown({ time: now, epochs: [], needLayouts: [] }, host, slowDown) });
    }
    return answers;
  };
}

function isToBeTold({ slowDown: told, presence }: HostState, slowDown: number): boolean {
  if (told === null || presence !== 'online' || told === slowDown) return false;
  return slowDown === 1 || Math.max(told / slowDown, slowDown / told) >= TELLING_RATIO;
}
