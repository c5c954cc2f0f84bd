import type { Insertable } from 'kysely';
import type { AlertChange } from '../model/index.ts';
import { type Fields, prepared } from '../prepared.ts';
import type { Tables, Tx } from '../store/index.ts';
import { decideEvidence } from './decide-evidence.ts';

/** Samples of one series: Unix seconds and values. */
export interface Points {
  times: readonly number[];
  values: readonly (number | null)[];
}

async function writeOne(tx: Tx, caseId: number, change: AlertChange, points: Points): Promise<void> {
  const row = {
    title: change.title.en,
    title_zh: change.title['zh-CN'],
    points: JSON.stringify(points),
    threshold: change.threshold,
  };
  await putEvidence(tx, {
    case_id: caseId,
    alert_id: change.id,
    unit: change.unit,
    series: change.series ?? '',
    breached_at: change.activeSince,
    ...row,
  });
}

const putEvidence = prepared((db, row: Insertable<Tables['case_evidence']> & Fields) =>
  db
    .insertInto('case_evidence')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['case_id', 'alert_id'])
        .doUpdateSet(({ ref }) => ({ points: ref('excluded.points') })),
    ),
);

const selectKept = prepared((db, caseId: number) =>
  db.selectFrom('case_evidence').select('alert_id').where('case_id', '=', caseId),
);

/** Keeps the series of some alerts with the case, so that the case reads the same when history is long gone. Written at firing and again at recovery. */
export async function writeEvidence(
  tx: Tx,
  row: { id: number; severity: AlertChange['severity'] | undefined },
  changes: readonly AlertChange[],
  pointsOf: (changes: readonly AlertChange[]) => readonly Points[],
): Promise<void> {
  const before = row.severity === undefined ? [] : (await selectKept(tx, row.id)).rows;
  const kept = new Set(before.map(({ alert_id }) => alert_id));
  const wanted = decideEvidence(changes, { kept, severity: row.severity });
  const points = wanted.length === 0 ? [] : pointsOf(wanted);
  for (const [index, change] of wanted.entries())
    await writeOne(tx, row.id, change, points[index] ?? { times: [], values: [] });
}
