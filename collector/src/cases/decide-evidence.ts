import type { AlertChange } from '../model/index.ts';
import { CASE_BOUNDS } from './case-bounds.ts';
import { severityRank } from './fold.ts';

/**
 * Decides for which alerts of a turn a case keeps the series (pure): those it has already, anew; then the worst as long as there is room; and always one that is
 * worse than everything in the case before it. Each alert once, as it was last.
 */
export function decideEvidence(
  changes: readonly AlertChange[],
  { kept, severity }: { kept: ReadonlySet<string>; severity: AlertChange['severity'] | undefined },
): AlertChange[] {
  const last = [...new Map(changes.map((change) => [change.id, change])).values()];
  const charted = last.filter(({ series }) => series !== null);
  const renewed = charted.filter(({ id }) => kept.has(id));
  const others = charted
    .filter(({ id, transition }) => !kept.has(id) && (transition === 'fired' || transition === 'raised'))
    .toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
  const [worst] = others;
  const isWorse =
    worst !== undefined && severity !== undefined && severityRank(worst.severity) > severityRank(severity);
  const room = Math.max(isWorse ? 1 : 0, CASE_BOUNDS.evidence - kept.size);
  return [...renewed, ...others.slice(0, room)];
}
