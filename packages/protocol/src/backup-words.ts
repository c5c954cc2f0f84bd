/** How far a copy is from what it saves: in the same place, elsewhere, or out of reach of whoever has the network. */
export const locationKinds = ['local', 'offsite', 'offline'] as const;
export type LocationKind = (typeof locationKinds)[number];

/** What one snapshot holds. */
export const snapshotKinds = ['full', 'incremental', 'differential', 'wal', 'copy'] as const;
export type SnapshotKind = (typeof snapshotKinds)[number];

/** Whether a snapshot has all that was to be saved, as its tool says. */
export const snapshotStates = ['yes', 'warnings', 'no'] as const;
export type SnapshotState = (typeof snapshotStates)[number];

/** How a restore drill ended. */
export const drillOutcomes = ['passed', 'failed'] as const;
export type DrillOutcome = (typeof drillOutcomes)[number];

/** How a run ended: `warnings` made a usable backup (`ok` is true), `interrupted` was cut off and never told its end itself (`ok` is false). */
export const runOutcomes = ['success', 'warnings', 'failed', 'interrupted'] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/** How a run ended, also of one whose sender knows no such words, or others. */
export function runOutcomeOf({ ok, outcome }: { ok: boolean; outcome?: string | undefined }): RunOutcome {
  const known = runOutcomes.find((word) => word === outcome);
  const fits = known !== undefined && ok === (known === 'success' || known === 'warnings');
  if (fits) return known;
  return ok ? 'success' : 'failed';
}
