import type { AlertChange } from '../model/index.ts';
import { CASE_BOUNDS } from './case-bounds.ts';
import { severityRank } from './fold.ts';

/** Which changes have a line of their own, and how many there are besides. */
export interface ToldDecision {
  because: 'few' | 'too-many';
  told: ReadonlySet<AlertChange>;
  /** Alerts that fired, or did so again, and are told together. */
  fired: number;
  /** Alerts that recovered, likewise. */
  recovered: number;
}

/** Decides which of a turn's changes of one case are told one by one (pure): all of them while they are few, otherwise the worst, of equals the first. */
export function decideTold(
  changes: readonly AlertChange[],
  most: number = CASE_BOUNDS.linesAtOnce,
): ToldDecision {
  if (changes.length <= most) return { because: 'few', told: new Set(changes), fired: 0, recovered: 0 };
  const sorted = changes.toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
  const rest = sorted.slice(most);
  const count = (transition: AlertChange['transition']) =>
    rest.filter((change) => change.transition === transition).length;
  return {
    because: 'too-many',
    told: new Set(sorted.slice(0, most)),
    fired: count('fired'),
    recovered: count('resolved'),
  };
}
