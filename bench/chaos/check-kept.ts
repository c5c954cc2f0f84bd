import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHistory } from '@watchcase/collector/history/index.ts';
import { openSqliteStore, type Store } from '@watchcase/collector/store/index.ts';
import { hostId } from '@watchcase/protocol';
import { createLog, systemClock } from '@watchcase/runtime';
import { identityOfHost } from '../fleet/seed-hosts.ts';
import type { ChaosHouse } from './chaos-house.ts';
import { COUNTING_SERIES } from './host-values.ts';
import { checkAgent } from './check-agent.ts';
import type { Kept } from './kept.ts';
import { isReal, type RealAgent } from './real-agents.ts';
import { backupAt, type Script, timeOf } from './script.ts';

interface Point {
  time: number;
  value: number | null;
}

/** Looks into the files of a collector that has ended, and into VictoriaMetrics. */
export async function checkKept(
  house: ChaosHouse,
  played: { script: Script; base: number; agents: readonly RealAgent[] },
): Promise<Kept> {
  const kept: Kept = { readings: 0, events: 0, lost: [], doubled: [], strange: [] };
  const { script, base, agents } = played;
  const store = await openSqliteStore(join(house.collector.data, 'watchcase.db'));
  const history = openHistory(
    join(house.collector.data, 'history.db'),
    { rawHours: 48, fiveMinuteDays: 30, hourDays: 400 },
    {
      tagsOf: () => ({ host: '', customer: '', site: '' }),
      clock: systemClock,
      log: createLog('chaos', 'error'),
    },
  );
  const exported = await exportedPoints(house);
  for (let index = 0; index < script.hosts; index++) {
    const id = hostId(identityOfHost(index));
    const { times = [], values = [] } = history.recent(id, [COUNTING_SERIES], base)[0] ?? {};
    const points = times.map((time, at) => ({ time, value: values[at] ?? null }));
    const wanted = Array.from({ length: script.ticks }, (_, tick) => ({
      time: timeOf(script, base, { index, tick }),
      value: tick,
    }));
    checkPoints(kept, `${id} in history`, { wanted, points });
    checkPoints(kept, `${id} in VictoriaMetrics`, {
      wanted,
      points: exported.get(identityOfHost(index).host) ?? [],
    });
    kept.readings += wanted.length;
  }
  await checkBackups(store, { script, base, kept });
  for (const one of agents) await checkAgent({ one, store, history, kept });
  await history.close();
  await store.close();
  return kept;
}

/** Each wanted point is there once; others lie before the first one or after the last one only. */
export function checkPoints(
  kept: Kept,
  where: string,
  { wanted, points }: { wanted: readonly { time: number; value: number }[]; points: readonly Point[] },
): void {
  const [from, until] = [wanted[0]?.time ?? 0, wanted.at(-1)?.time ?? 0];
  const counts = new Map<string, number>();
  for (const { time, value } of points) {
    const name = `${time}=${value}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const { time, value } of wanted) {
    const name = `${time}=${value}`;
    const count = counts.get(name) ?? 0;
    if (count === 0) kept.lost.push(`${where}: reading ${name} is lost`);
    if (count > 1) kept.doubled.push(`${where}: reading ${name} is kept ${count} times`);
    counts.delete(name);
  }
  for (const name of counts.keys())
    if (Number.parseInt(name, 10) >= from && Number.parseInt(name, 10) <= until)
      kept.strange.push(`${where}: nobody sent ${name}`);
}

async function exportedPoints({ victoria }: ChaosHouse): Promise<Map<string, Point[]>> {
  const points = new Map<string, Point[]>();
  for (const { metric, timestamps, values } of await victoria.exported(
    `{__name__="${COUNTING_SERIES.replace('.', '_')}"}`,
  )) {
    const host = metric['host'] ?? '';
    const known = points.get(host) ?? [];
    points.set(host, known);
    for (const [at, time] of timestamps.entries()) known.push({ time, value: values[at] ?? null });
  }
  return points;
}

/** The row of each job says what was told of it, and no job is known that nobody told of. */
async function checkBackups(
  store: Store,
  { script, base, kept }: { script: Script; base: number; kept: Kept },
): Promise<void> {
  const all = await store.db.selectFrom('backup_jobs').selectAll().execute();
  const rows = all.filter(({ host_id: id }) => !isReal(id));
  const found = new Map(rows.map((row) => [`${row.host_id} ${row.job}`, row]));
  for (let index = 0; index < script.hosts; index++)
    for (let tick = 0; tick < script.ticks; tick++) {
      const backup = backupAt(index, tick);
      if (backup === undefined) continue;
      kept.events++;
      const name = `${hostId(identityOfHost(index))} ${backup.job}`;
      const row = found.get(name);
      found.delete(name);
      const time = timeOf(script, base, { index, tick });
      if (row === undefined) kept.lost.push(`${name}: its end is lost`);
      else if (row.exit_code !== backup.exitCode || row.last_end !== time)
        kept.strange.push(`${name} is known as exit code ${row.exit_code} at ${row.last_end}`);
    }
  for (const { host_id: id, job, last_end: end } of found.values())
    if (Number(job.slice('job-'.length)) < script.ticks)
      kept.strange.push(`${id}: nobody told of ${job} at ${end}`);
}

/** When each process of agents was started. */
export function startsOf(house: ChaosHouse, index: number): number[] {
  const group = house.groups.find(({ options: { first, count } }) => index >= first && index < first + count);
  const file = group?.options.startsFile ?? '';
  return readFileSync(file, 'utf8').trim().split('\n').map(Number);
}
