import type { History } from '@watchcase/collector/history/index.ts';
import type { Store } from '@watchcase/collector/store/index.ts';
import type { Kept } from './check-kept.ts';
import type { RealAgent } from './real-agents.ts';

const EVENTS_PER_JOB = 2;
const READING_SERIES = 'internal_agent.dropped_readings';

/**
 * A real agent numbers what its disk has taken, and nothing else: what the collector has committed of it, by its cursors, is as many readings in history as there were
 * numbers, less one for each event.
 */
export async function checkAgent(of: {
  one: RealAgent;
  store: Store;
  history: History;
  kept: Kept;
}): Promise<void> {
  const { one, store, history, kept } = of;
  const { hostId: id, jobs } = one;
  const cursors = await store.db.selectFrom('epochs').select('seq').where('host_id', '=', id).execute();
  const numbered = cursors.reduce((sum, { seq }) => sum + seq, 0);
  const { times } = history.recent(id, READING_SERIES, 0);
  const host = await store.db.selectFrom('hosts').select('inventory').where('id', '=', id).executeTakeFirst();
  const events = EVENTS_PER_JOB * jobs.size + 1 + (host?.inventory == null ? 0 : 1);
  const found = times.length + events;
  const sum = `${times.length} readings and ${events} events are kept of ${numbered} messages`;
  if (found < numbered) kept.lost.push(`${id}: ${sum}`);
  if (found > numbered) kept.doubled.push(`${id}: ${sum}`);
  if (new Set(times).size !== times.length) kept.doubled.push(`${id}: a reading is kept twice`);
  await checkJobs(of);
  kept.readings += times.length;
  kept.events += events;
}

async function checkJobs({ one, store, kept }: { one: RealAgent; store: Store; kept: Kept }): Promise<void> {
  const { hostId: id, jobs } = one;
  const rows = await store.db.selectFrom('backup_jobs').selectAll().where('host_id', '=', id).execute();
  for (const [job, printed] of jobs) {
    const row = rows.find((other) => other.job === job);
    if (row?.last_start == null || row.last_end === null) kept.lost.push(`${id}: the run of ${job} is lost`);
    else if (row.ok !== 1 || row.output.trim() !== printed)
      kept.strange.push(`${id}: ${job} is known as ok ${row.ok}, "${row.output}"`);
  }
  for (const { job } of rows) if (!jobs.has(job)) kept.strange.push(`${id}: nobody ran ${job}`);
}
