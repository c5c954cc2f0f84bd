import { isTaken, isUnresolved } from '@watchcase/api';
import { lapsesAfterMs } from '@watchcase/oncall';
import type { Escalation, Standing } from './contract.ts';

/** When something of an escalation happens by itself next (pure), Unix milliseconds, and what for; null with the reason why nothing does. */
export function nextMoment({ copy, state, detectedLate, assignee, seenAt, isLapsed, walk }: Escalation): {
  at: number | null;
  because: Standing;
} {
  if (copy === null) return { at: null, because: 'no-chain' };
  if (!isUnresolved(state)) return { at: null, because: 'over' };
  if (detectedLate) return { at: null, because: 'detected-late' };
  if (isTaken(state) && !isLapsed) {
    if (state === 'on-hold') return { at: null, because: 'held' };
    // What was taken and is nobody's any more has nobody to wait for.
    return { at: assignee === null ? seenAt : seenAt + lapsesAfterMs(copy.chain), because: 'acknowledged' };
  }
  if (walk === null || walk.isOver) return { at: null, because: 'ended' };
  return { at: walk.nextAt ?? walk.since, because: 'asking' };
}
