import type { Rollout } from '@watchcase/api';
import type { Store } from '../store/index.ts';

/** As many as anybody looks back on. */
const MOST = 50;

/** The newest first, or one. */
export async function rolloutViews(db: Pick<Store['db'], 'selectFrom'>, id?: number): Promise<Rollout[]> {
  let query = db.selectFrom('rollouts').selectAll().orderBy('id', 'desc').limit(MOST);
  if (id !== undefined) query = query.where('id', '=', id);
  const rows = await query.execute();
  if (rows.length === 0) return [];
  const hosts = await db
    .selectFrom('rollout_hosts')
    .selectAll()
    .where(
      'rollout_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('asked_at')
    .orderBy('host_id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    state: row.state,
    stage: row.stage,
    reason: row.reason,
    startedAt: timeOf(row.started_at),
    startedBy: row.started_by,
    endedAt: row.ended_at === null ? null : timeOf(row.ended_at),
    hosts: hosts
      .filter((one) => one.rollout_id === row.id)
      .map((one) => ({
        host: one.host_id,
        stage: one.stage,
        askedAt: timeOf(one.asked_at),
        before: one.version_before,
        outcome: one.outcome,
        outcomeAt: one.outcome_at === null ? null : timeOf(one.outcome_at),
        code: one.code,
        reason: one.reason,
      })),
  }));
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
