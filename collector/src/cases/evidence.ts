import type { AlertChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';

/** Samples of one series: Unix seconds and values. */
export interface Points {
  times: readonly number[];
  values: readonly (number | null)[];
}

/** Keeps an alert's series with the case, so that the case reads the same when history is long gone. Written at firing and again at recovery. */
export async function writeEvidence(
  tx: Tx,
  caseId: number,
  change: AlertChange,
  points: Points,
): Promise<void> {
  if (change.series === null) return;
  const row = {
    title: change.title.en,
    title_zh: change.title['zh-CN'],
    points: JSON.stringify(points),
    threshold: change.threshold,
  };
  await tx
    .insertInto('case_evidence')
    .values({
      case_id: caseId,
      alert_id: change.id,
      unit: change.unit,
      series: change.series,
      breached_at: change.activeSince,
      ...row,
    })
    .onConflict((conflict) => conflict.columns(['case_id', 'alert_id']).doUpdateSet({ points: row.points }))
    .execute();
}
