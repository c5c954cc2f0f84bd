import type { History } from '@watchcase/collector/history/index.ts';
import type { Store } from '@watchcase/collector/store/index.ts';
import type { Kept } from './kept.ts';
import { type Numbered, readRecord } from './outbox-record.ts';
import type { RealAgent } from './real-agents.ts';

const READING_SERIES = 'internal_agent.dropped_readings';

/** Holds what a real agent's disk has taken, number by number, against what the collector has committed of it. */
export async function checkAgent(of: {
  one: RealAgent;
  store: Store;
  history: History;
  kept: Kept;
}): Promise<void> {
  const { one, store, history, kept } = of;
  const { hostId: id, agent } = one;
  const rows = await store.db.selectFrom('epochs').selectAll().where('host_id', '=', id).execute();
  const cursors = new Map(rows.map(({ epoch, seq }) => [epoch, seq]));
  const record = readRecord(agent.state);
  const committed = record.filter(({ epoch, seq }) => seq <= (cursors.get(epoch) ?? 0));
  const readings = committed.filter(({ kind }) => kind === 'reading');
  compareReadings(kept, id, {
    readings,
    record,
    times: history.recent(id, [READING_SERIES], 0)[0]?.times ?? [],
  });
  const live = record.at(-1)?.epoch;
  for (const { epoch, seq } of record)
    if (epoch !== live && seq > (cursors.get(epoch) ?? 0))
      kept.lost.push(`${id}: number ${seq} of the earlier epoch ${epoch} was never acknowledged`);
  for (const [epoch, seq] of cursors)
    if (seq > record.filter((message) => message.epoch === epoch).length)
      kept.strange.push(`${id}: ${seq} of epoch ${epoch} is acknowledged, more than there was`);
  await checkJobs(of);
  kept.readings += readings.length;
  kept.events += committed.length - readings.length;
}

/** Every reading that was acknowledged is there once; one that was not may be there, once. */
function compareReadings(
  kept: Kept,
  id: string,
  {
    readings,
    record,
    times,
  }: { readings: readonly Numbered[]; record: readonly Numbered[]; times: readonly number[] },
): void {
  const counts = Map.groupBy(times, (time) => time);
  for (const { epoch, seq, time } of readings)
    if (!counts.has(time)) kept.lost.push(`${id}: reading ${seq} of epoch ${epoch}, ${time}, is lost`);
  const taken = new Set(record.filter(({ kind }) => kind === 'reading').map(({ time }) => time));
  for (const [time, same] of counts) {
    if (same.length > 1) kept.doubled.push(`${id}: the reading of ${time} is kept ${same.length} times`);
    if (!taken.has(time)) kept.strange.push(`${id}: a reading of ${time}, which was never taken, is kept`);
  }
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
