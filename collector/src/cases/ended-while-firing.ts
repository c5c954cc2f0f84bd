import type { CaseAction } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { activeAlerts } from './active-alerts.ts';
import type { CaseRow, EventDraft } from './log.ts';
import { refused } from './refused.ts';

/** By what an act is judged. */
export interface EndTerms {
  now: number;
  /** A case that was ended while something fires opens again after this time, milliseconds. */
  comesBackAfterMs: number;
}

/**
 * The lines of an act, which may end the case: while an alert of it fires, whoever ends it says what becomes of it then, and the log keeps that. An alert of which
 * nothing is known at the moment asks for nothing. Errors: CASE_STILL_FIRING.
 */
export async function endedWhileFiring(
  tx: Tx,
  row: CaseRow,
  { drafts, action }: { drafts: EventDraft[]; action: CaseAction },
  { now, comesBackAfterMs }: EndTerms,
): Promise<EventDraft[]> {
  if (!drafts.some(ends)) return drafts;
  const [worst, ...others] = (await activeAlerts(tx, row.id)).filter((alert) => !alert.frozen);
  if (worst === undefined) return drafts;
  const whileFiring = 'whileFiring' in action ? action.whileFiring : undefined;
  if (whileFiring === undefined) {
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    const fix =
      'wait until it is over, or say whileFiring: comes-back (opens again by itself while it fires) or stays-resolved';
    throw refused(
      'CASE_STILL_FIRING',
      row.id,
      `an alert of the case still fires: ${worst.title.en}${more}`,
      fix,
    );
  }
  const comesBack =
    whileFiring === 'comes-back' ? { comesBackAt: new Date(now + comesBackAfterMs).toISOString() } : {};
  return drafts.map((draft) =>
    ends(draft) ? { ...draft, data: { ...draft.data, whileFiring, ...comesBack } } : draft,
  );
}

function ends({ kind }: EventDraft): boolean {
  return kind === 'resolved' || kind === 'cancelled';
}
