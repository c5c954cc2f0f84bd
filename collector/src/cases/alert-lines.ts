import type { AlertChange } from '../model/index.ts';
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

/** A more severe alert raises its case; a milder one never lowers it. */
export function raisedBy(changes: readonly AlertChange[], severity: string): EventDraft[] {
  let worst = severity as AlertChange['severity'];
  return changes.flatMap((change) => {
    if (severityRank(change.severity) <= severityRank(worst)) return [];
    const line = alertLine(change, 'severity-raised', { from: worst });
    worst = change.severity;
    return [line];
  });
}
