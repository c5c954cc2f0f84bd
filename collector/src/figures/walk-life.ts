import { type CaseState, isUnresolved, stateAfter } from '@watchcase/api';
import type { CaseEvent } from '../model/index.ts';

/** What a case went through. */
export interface WalkedLife {
  /** Milliseconds in which somebody had to solve it, up to its last end. */
  unresolvedMs: number;
  /** From its opening to the first person who took it; null while nobody did. */
  acknowledgedAfterMs: number | null;
  /** Opened again after it had been solved. */
  isReopened: boolean;
  /** Its last end made it part of another case. */
  isMerged: boolean;
  hasArrival: boolean;
}

/** Walks through a case's log, oldest first (pure). The first event must be `opened`. */
export function walkLife(events: readonly CaseEvent[]): WalkedLife {
  const openedAt = events[0]?.time ?? 0;
  const life: WalkedLife = {
    unresolvedMs: 0,
    acknowledgedAfterMs: null,
    isReopened: false,
    isMerged: false,
    hasArrival: false,
  };
  let [state, before, since]: [CaseState, CaseState, number] = ['open', 'acknowledged', openedAt];
  for (const { kind, time } of events.slice(1)) {
    const next = stateAfter(state, kind, before);
    if (next === 'on-hold' && state !== 'on-hold') before = state;
    const [was, is] = [isUnresolved(state), isUnresolved(next)];
    if (was && !is) life.unresolvedMs += Math.max(0, time - since);
    if (!was && is) {
      since = time;
      if (state !== 'cancelled' && !life.isMerged) life.isReopened = true;
    }
    if (kind === 'acknowledged') life.acknowledgedAfterMs ??= Math.max(0, time - openedAt);
    if (kind === 'on-site-arrived') life.hasArrival = true;
    life.isMerged = !is && (kind === 'merged' || life.isMerged);
    state = next;
  }
  return life;
}
