import { createBackups } from '@watchcase/collector/backups/index.ts';
import { createDirectory } from '@watchcase/collector/directory/index.ts';
import { createIngest, loadMemory } from '@watchcase/collector/ingest/index.ts';
import type { Store } from '@watchcase/collector/store/index.ts';
import { type Clock, createLog, systemClock } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { buildHttpHouse } from '../test/harness/http-rooms.ts';
import { FILLED, fill, tellOfOne } from './backups/fill.ts';
import { consoleFolder, showMatrix } from './backups/in-browser.ts';
import { judgeAll } from './backups/judge-all.ts';
import { measure } from './desk/measure.ts';
import { overPostgres, overSqlite } from './over-stores.ts';
import { rest } from './rest.ts';

const ROUNDS = 40;
const MOST_MS = { judgeAll: 300, change: 5, matrix: 150, browser: 1000 } as const;
const SHOWN_ROUNDS = 7;
/** What the first look at all jobs writes. */
const WRITTEN_TABLES = ['backup_jobs', 'backup_standings', 'backup_months'];

/** Which part of it is run. */
interface Wanted {
  quick: boolean;
  /** In this database alone: `sqlite` or `postgres`. */
  database?: string | undefined;
}

/** 5 000 jobs of 400 days (`quick`: 500), in each database: how long it takes to judge all, what one day's change costs, and how long the matrix's first page takes, over HTTP and in a browser. One line of JSON. */
export async function runBackups({ quick, database }: Wanted): Promise<boolean> {
  const jobs = quick ? 500 : FILLED.jobs;
  const judged = judgeAll(jobs, FILLED.days);
  const told: Record<string, object> = {};
  const work = async (store: Store) => {
    const { isWithin, ...took } = await overStore(store, jobs);
    told[store.kind] = took;
    return isWithin;
  };
  const sqlite = database === 'postgres' || (await overSqlite(work));
  const postgres = database === 'sqlite' || (await overPostgres(work));
  process.stdout.write(`${JSON.stringify({ bench: 'backups', jobs, days: FILLED.days, judged, ...told })}\n`);
  return judged.cold.ms <= MOST_MS.judgeAll && sqlite && postgres;
}

async function overStore(store: Store, jobs: number) {
  const startedAt = systemClock.monotonic();
  await fill(store, jobs);
  const fillSeconds = Math.round((systemClock.monotonic() - startedAt) / 1000);
  const clock = new ManualClock(FILLED.now);
  const directory = createDirectory(store);
  const by = { actor: 'bench', door: 'api', now: FILLED.now } as const;
  const schedule = { cron: '30 2 * * *', zone: 'Europe/Berlin' };
  const data = { jobs: {}, schedule, grace: '2h', rpo: '26h', threeTwoOne: '2d', drillEvery: '180d' };
  await directory.put('backupPolicies', 'nightly', { data }, by);
  const backups = createBackups({
    store,
    directory,
    ingest: createIngest(await loadMemory(store.db), FILLED.now),
    activeOf: () => new Set(),
    byContract: () => undefined,
    // Time stands still for the judged, and goes on for how long a look may take.
    clock: { ...systemClock, now: () => FILLED.now } satisfies Clock,
    log: createLog('bench', 'silent'),
  });
  const first = await lookUntilDone(backups);
  await rest(store, WRITTEN_TABLES);
  const changes: number[] = [];
  const cpuBefore = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) {
    await tellOfOne(store, round);
    changes.push(await tookMs(backups.prepare));
  }
  const spent = process.cpuUsage(cpuBefore);
  const cpuMs = Math.round((spent.user + spent.system) / ROUNDS / 100) / 10;
  await directory.put('people', 'lin', { data: { name: 'Lin' } }, by);
  const otherRecordMs = await tookMs(backups.prepare);
  const house = await buildHttpHouse({ store, clock, directory, consoleFolder });
  const asked = { token: house.adminToken, rounds: ROUNDS };
  const matrix = await measure(house, { url: '/api/v1/backups', as: 'admin', mostMs: MOST_MS.matrix }, asked);
  const worst = await measure(house, { url: '/api/v1/backups?sort=state', as: 'admin', mostMs: 0 }, asked);
  const month = await measure(
    house,
    { url: '/api/v1/backups/compliance', as: 'admin', mostMs: 0 },
    { ...asked, rounds: 5 },
  );
  const browser = await showMatrix(house, SHOWN_ROUNDS);
  await house.stop();
  const change = changes.toSorted((a, b) => a - b);
  const changeMs = { p50: change[ROUNDS >> 1] ?? 0, p99: change.at(-1) ?? 0, cpuMs };
  return {
    fillSeconds,
    first,
    changeMs,
    otherRecordMs,
    matrix,
    worst,
    month,
    browser,
    isWithin:
      changeMs.p50 <= MOST_MS.change && matrix.p99 <= MOST_MS.matrix && browser.median <= MOST_MS.browser,
  };
}

/** After a start all jobs are looked at, some in each tick. */
async function lookUntilDone(backups: ReturnType<typeof createBackups>) {
  const ticks: number[] = [];
  do ticks.push(await tookMs(backups.prepare));
  while ((backups.nextAt() ?? Number.POSITIVE_INFINITY) <= FILLED.now);
  const sum = ticks.reduce((total, one) => total + one, 0);
  return { ticks: ticks.length, longestMs: Math.max(...ticks), allMs: Math.round(sum) };
}

async function tookMs(work: () => Promise<void>): Promise<number> {
  const before = systemClock.monotonic();
  await work();
  return Math.round((systemClock.monotonic() - before) * 10) / 10;
}
