import type { AlertChange } from '../model/index.ts';
import type { ToldDecision } from './decide-told.ts';
import { severityRank } from './fold.ts';
import { type EventDraft, WATCHCASE } from './log.ts';

/** A line of the log about an alert, with what was known of it. */
export function alertLine(
  change: AlertChange,
  kind: EventDraft['kind'],
  data: Record<string, unknown> = {},
): EventDraft {
  const { at, title, id, rule, severity, value, unit } = change;
  return {
    time: at,
    kind,
    actor: WATCHCASE,
    text: title.en,
    data: { titles: title, alertId: id, rule, severity, value, unit, ...data },
  };
}

/** What the lines of a turn depend on. */
export interface TurnOfCase {
  /** In their order. */
  changes: readonly AlertChange[];
  /** Those that put their alert into the case. */
  entering: ReadonlySet<AlertChange>;
  /** Alerts that were in the case before. */
  known: ReadonlySet<string>;
  /** Of the case until now; of a new one, its first alert's. */
  severity: AlertChange['severity'];
  /** The line of the first alert that enters, where the case opens with it. */
  opening?: ((first: AlertChange) => EventDraft) | undefined;
  /** The alert that must be answered anew. */
  again?: AlertChange | undefined;
  told: ToldDecision;
}

/** A turn's lines of one case (pure): one for each change that is told, one for all that is told together; a more severe alert raises the case, a milder one never lowers it. */
export function linesOfTurn(turn: TurnOfCase): EventDraft[] {
  const lines: EventDraft[] = [];
  let { opening, severity } = turn;
  for (const change of turn.changes) {
    if (opening !== undefined && turn.entering.has(change)) {
      lines.push(opening(change));
      opening = undefined;
    } else if (turn.told.told.has(change)) lines.push(...ownLine(turn, change));
    if (change === turn.again) lines.push(alertLine(change, 'worsened'));
    if (change.transition === 'resolved' || severityRank(change.severity) <= severityRank(severity)) continue;
    lines.push(alertLine(change, 'severity-raised', { from: severity }));
    ({ severity } = change);
  }
  const { fired, recovered } = turn.told;
  const time = turn.changes.at(-1)?.at ?? 0;
  if (fired + recovered > 0)
    lines.push({ time, kind: 'too-many', actor: WATCHCASE, text: '', data: { fired, recovered } });
  return lines;
}

function ownLine({ entering, known }: TurnOfCase, change: AlertChange): EventDraft[] {
  if (entering.has(change)) return [alertLine(change, known.has(change.id) ? 'recurred' : 'alert-joined')];
  if (change.transition === 'resolved') return [alertLine(change, 'alert-recovered')];
  return change.transition === 'lowered' ? [alertLine(change, 'severity-lowered')] : [];
}
