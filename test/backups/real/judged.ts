import type { Store } from '@watchcase/collector/store/index.ts';
import { systemClock } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import type { BackupStatus } from '../../../agent/src/contract.ts';
import { wholeNumbers } from '../../../agent/src/schedule/backup-task.ts';
import { DAY, HOUR, MINUTE, type Said, story } from '../../harness/backup-story.ts';
import { AHEAD, type Outcome, outcomes, type Seen, type Told } from './outcomes.ts';

/** What is promised of every job. */
const PROMISED = {
  jobs: {},
  schedule: { every: '1d' },
  grace: '1h',
  maxRun: '12h',
  copies: [{ kind: 'local', maxAge: '26h' }],
  size: { percent: 20 },
  severity: { copies: 'critical', warnings: 'minor' },
};
/** What is promised besides where an outcome is about it. */
const FURTHER: Partial<Record<Outcome, object>> = {
  identical: { size: { percent: 20, live: true } },
  'copy lost': { copies: [...PROMISED.copies, { kind: 'offsite', maxAge: '26h' }] },
  'drill overdue': { drillEvery: '18h', drillGrace: '2h' },
};
const NIGHTS = [6, 5, 4, 3, 2, 1];

/** The same copies as they are made some time later, or, less than 0, as they were before. */
function moved(statuses: readonly BackupStatus[] | undefined, byMs: number): BackupStatus[] {
  const move = (at: number | null) => (at === null ? null : at + byMs);
  return (statuses ?? []).map(({ copies, ...status }) => {
    if (copies === undefined) return status;
    const { newest } = copies;
    const times = newest && { startedAt: move(newest.startedAt), endedAt: move(newest.endedAt) };
    return { ...status, copies: { ...copies, newest: newest && { ...newest, ...times } } };
  });
}

/** Jobs of one tool, one for each outcome, told to the collector's rooms as an agent would tell it, and judged at moments of their own. */
export async function judged(store: Store, seen: Seen) {
  const clock = new ManualClock(systemClock.now() - NIGHTS.length * DAY);
  const { say, skip, directory } = await story(store, PROMISED, clock);
  const by = { actor: 'lin', door: 'api', now: clock.now() } as const;
  for (const [outcome, more] of Object.entries(FURTHER)) {
    const data = { ...PROMISED, ...more, jobs: { names: [outcome] } };
    await directory.put('backupPolicies', outcome.replace(' ', '-'), { data }, by);
  }
  // A month old each: what is not there now is lacking.
  const old = { host_id: 'acme.db1', output: '', news: 0, first_seen_at: clock.now() - 30 * DAY };
  const rows = outcomes.map((job) => ({ ...old, job }));
  await store.transaction((tx) => tx.insertInto('backup_jobs').values(rows).execute());

  const copies = (job: Outcome, kind: string, statuses: readonly BackupStatus[] = []): Said[] =>
    statuses.flatMap(({ location, copies: found }) =>
      found === undefined
        ? []
        : [
            [
              'backup_copies',
              { job, tool: seen.tool, location, kind, at: clock.now(), ...wholeNumbers(found) },
            ] as Said,
          ],
    );
  const tell = async (job: Outcome, { events = [], local, offsite }: Told) => {
    const own = events.map(([kind, data]): Said => [kind, { ...data, job }]);
    for (const one of [...copies(job, 'local', local), ...copies(job, 'offsite', offsite), ...own])
      await say(one);
  };
  const found: Partial<Record<Outcome, string[]>> = {};
  const look = async (job: Outcome) => void (found[job] = await alarmsOf(store, job));
  const { good, lost } = seen;

  for (const night of NIGHTS) {
    for (const job of ['shrunken', 'identical'] as const) await tell(job, earlierNight(good, night));
    await skip(night === 1 ? DAY - AHEAD : DAY);
  }
  // The clock of whoever judges is behind, so that what stands there is ahead of it.
  await tell('clock ahead', { local: seen.ahead });
  await look('clock ahead');
  await skip(AHEAD);
  const atOnce = {
    good,
    warnings: seen.warnings,
    failed: seen.failed,
    killed: seen.killed,
    damaged: seen.damaged,
    'drill passed': { ...good, events: seen.passed.events ?? [] },
    'drill failed': { ...good, events: seen.missing.events ?? [] },
  } satisfies Partial<Record<Outcome, Told | undefined>>;
  for (const [job, told] of Object.entries(atOnce) as [Outcome, Told | undefined][]) {
    if (told === undefined) continue;
    await tell(job, told);
    await look(job);
  }
  for (const job of ['shrunken', 'identical'] as const) {
    const told = seen[job];
    if (told === undefined) continue;
    await tell(job, told);
    await look(job);
  }
  await tell('copy lost', { ...good, offsite: lost.before });
  await tell('copy lost', { offsite: lost.after });
  // Of a place that can no longer be read nothing is told: what was there becomes too old.
  const isTold = lost.after.some(({ copies: found }) => found !== undefined);
  await tell('missed', good);
  await tell('stuck', seen.stuck);
  await tell('drill overdue', { ...good, events: seen.passed.events ?? [] });
  if (isTold) await look('copy lost');
  await skip(12 * HOUR + MINUTE);
  await look('stuck');
  await skip(10 * HOUR);
  await look('drill overdue');
  await skip(3 * HOUR);
  await look('missed');
  if (!isTold) {
    await tell('copy lost', { local: moved(good.local, 24 * HOUR) });
    await skip(HOUR);
    await look('copy lost');
  }
  return found;
}

/** A good night before: what its run and its copies were. */
function earlierNight({ events = [], local }: Told, night: number): Told {
  const nights = events.map(
    ([kind, data]): Said => [kind, 'run' in data ? { ...data, run: `${String(data.run)}-${night}` } : data],
  );
  return { events: nights, local: moved(local, -night * DAY) };
}

/** What fires of a job; and it has one open case of the worst severity then, else none. */
async function alarmsOf(store: Store, job: string): Promise<string[]> {
  const rows = await store.db.selectFrom('alerts').selectAll().where('state', '=', 'firing').execute();
  const own = rows.filter(({ labels }) => (JSON.parse(labels) as { job: string }).job === job);
  const ids = [...new Set(own.map(({ case_id }) => case_id))];
  const cases = await store.db
    .selectFrom('cases')
    .selectAll()
    .where('id', 'in', [-1, ...ids.map(Number)])
    .execute();
  const worst = ['advisory', 'minor', 'major', 'critical'].findLast((one) =>
    own.some(({ severity }) => severity === one),
  );
  const told = cases.map(({ severity, recovered_at }) => [severity, recovered_at]);
  const wanted = worst === undefined ? [] : [[worst, null]];
  if (JSON.stringify(told) !== JSON.stringify(wanted))
    throw new Error(`cases of ${job}: ${JSON.stringify(told)}`);
  return own.map(({ severity, rule }) => `${severity} ${rule.replace('backup-policy/', '')}`).toSorted();
}
