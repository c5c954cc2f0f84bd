import { isTaken, isUnresolved } from '@watchcase/api';
import { lapsesAfterMs } from '@watchcase/oncall';
import type { Escalation, Standing } from './contract.ts';

/** When something happens next, and what for; null with the reason why nothing does. */
interface Moment {
  /** Unix milliseconds. */
  at: number | null;
  because: Standing;
}

/** When something of an escalation happens by itself next (pure): a step or a lapse of its chain, or that the lead is asked for overdue progress. */
export function nextMoment(it: Escalation): Moment {
  const own = chainMoment(it);
  const isSilent = own.because === 'no-chain' || own.because === 'over' || own.because === 'detected-late';
  if (it.progressAt === null || isSilent || own.because === 'held') return own;
  return own.at === null || it.progressAt < own.at ? { at: it.progressAt, because: 'progress' } : own;
}

function chainMoment({ copy, state, detectedLate, assignee, seenAt, isLapsed, walk }: Escalation): {
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
