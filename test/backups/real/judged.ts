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
const DRILLS = { drillEvery: '18h', drillGrace: '2h' };
/** What is promised besides where an outcome is about it. */
const FURTHER: Partial<Record<Outcome, object>> = {
  identical: { size: { percent: 20, live: true } },
  'copy lost': { copies: [...PROMISED.copies, { kind: 'offsite', maxAge: '26h' }] },
  'drill passed': DRILLS,
  'drill overdue': DRILLS,
};
const NIGHTS = [6, 5, 4, 3, 2, 1];
/** What differs from the nights before. */
const DEVIATING = ['shrunken', 'identical'] as const;
/** What shows as soon as it is told. */
const AT_ONCE = [
  'good',
  'warnings',
  'failed',
  'killed',
  'damaged',
  'drill passed',
  'drill failed',
  ...DEVIATING,
] as const;

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
  const tell = (job: Outcome, { events = [], local, offsite }: Told) =>
    say(
      ...copies(job, 'local', local),
      ...copies(job, 'offsite', offsite),
      ...events.map(([kind, data]): Said => [kind, { ...data, job }]),
    );
  const found: Partial<Record<Outcome, string[]>> = {};
  const look = async (job: Outcome) => void (found[job] = await alarmsOf(store, job));
  /** What is to come of what is told last, or with time, must not be there before. */
  const quiet = async (job: Outcome) => {
    const alarms = await alarmsOf(store, job);
    if (alarms.length > 0) throw new Error(`${seen.tool}, ${job}, before: ${alarms.join(', ')}`);
  };
  const { told, second } = seen;
  const { good = {} } = told;

  for (const night of NIGHTS) {
    for (const job of DEVIATING) await tell(job, earlierNight(good, night));
    await skip(night === 1 ? DAY - AHEAD : DAY);
  }
  for (const job of DEVIATING) await quiet(job);
  // The clock of whoever judges is behind, so that what stands there is ahead of it.
  await tell('clock ahead', told['clock ahead'] ?? {});
  await look('clock ahead');
  await skip(AHEAD);
  for (const job of AT_ONCE) {
    if (told[job] === undefined) continue;
    await tell(job, job.startsWith('drill') ? { ...good, ...told[job] } : told[job]);
    await look(job);
  }
  await tell('copy lost', { ...good, offsite: second });
  await tell('missed', good);
  await tell('drill overdue', { ...good, ...told['drill passed'] });
  for (const job of ['copy lost', 'missed', 'drill overdue'] as const) await quiet(job);
  await tell('stuck', told.stuck ?? {});
  const { offsite = [] } = told['copy lost'] ?? {};
  await tell('copy lost', { offsite });
  // Of a place that can no longer be read nothing is told: what was there becomes too old.
  const isTold = offsite.some(({ copies: found }) => found !== undefined);
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

/** A good night before: what its run and its copies were. No two nights are of one size, and the last is of that of the good one. */
function earlierNight({ events = [], local }: Told, night: number): Told {
  const sized = <Fact extends object>(fact: Fact, field: keyof Fact): Fact =>
    typeof fact[field] === 'number' ? { ...fact, [field]: fact[field] + night - 1 } : fact;
  const nights = events.map(([kind, data]): Said => {
    const own = sized(data as { run: string; sizeBytes?: number }, 'sizeBytes');
    return [kind, { ...own, run: `${own.run}-${night}` }];
  });
  const statuses = moved(local, -night * DAY).map((status) => {
    const { copies } = status;
    if (!copies?.newest) return status;
    return { ...status, copies: { ...copies, newest: sized(copies.newest, 'bytes') } };
  });
  return { events: nights, local: statuses };
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
