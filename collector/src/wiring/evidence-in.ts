import type { Points } from '../cases/index.ts';
import type { History } from '../history/index.ts';
import type { AlertChange } from '../model/index.ts';

/** Evidence begins this long before the alert's condition became true. */
const EVIDENCE_MS = 3_600_000;

/** The points that belong to each change, in their order. A host's blocks are read once, however many of its series are wanted. */
export function evidenceIn(history: Pick<History, 'recent'>, changes: readonly AlertChange[]): Points[] {
  const points = new Map<AlertChange, Points>();
  for (const [hostId, own] of Map.groupBy(changes, (change) => change.hostId)) {
    const since = Math.min(...own.map((change) => change.activeSince)) - EVIDENCE_MS;
    const wanted = own.map((change) => change.series ?? '');
    for (const [index, { times, values }] of history.recent(hostId, wanted, since).entries())
      points.set(own[index] as AlertChange, { times: times.map((time) => time / 1000), values });
  }
  return changes.map((change) => points.get(change) ?? { times: [], values: [] });
}
