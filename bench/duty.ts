import { startAuditor } from '@watchcase/collector/auditor/index.ts';
import type { DutyPerson } from '@watchcase/collector/notify/index.ts';
import type { Store } from '@watchcase/collector/store/index.ts';
import { recordLine } from '@watchcase/collector/wiring/record-line.ts';
import { createLog, systemClock } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { sql } from 'kysely';
import { dutyRoster } from '../test/harness/duty-roster.ts';
import { CROWD, fill } from './desk/fill.ts';
import { timeEscalations } from './duty-timers.ts';
import { overPostgres, overSqlite } from './over-stores.ts';

const CLOSED = 100_000;
const MOST_MS = 100;
const duty: DutyPerson[] = Array.from({ length: CROWD.people }, (_, index) => ({
  name: `p${index}`,
  language: 'en',
  severities: ['critical', 'major', 'minor'],
  channels: ['chat', 'phone'],
}));

/** 10 000 open cases with six pages each, in each database: how long the auditor takes to look at all of them, and how late their chains are. Two lines of JSON for each; `quick`: 10 looks for 100. */
export async function runDuty({ quick }: { quick: boolean }): Promise<boolean> {
  const rounds = quick ? 10 : 100;
  const both = async (store: Store) => {
    const isAudited = await audit(store, rounds);
    return (await timeEscalations(store, { seconds: quick ? 5 : 30, duty })) && isAudited;
  };
  const sqlite = await overSqlite(both);
  const postgres = await overPostgres(both);
  return sqlite && postgres;
}

async function audit(store: Store, rounds: number): Promise<boolean> {
  const clock = new ManualClock();
  await fill(store, CLOSED, clock.now());
  await addPages(store, clock.now());
  const auditor = startAuditor({
    store,
    shards: () => undefined,
    roster: dutyRoster(duty),
    record: recordLine,
    repaired: () => undefined,
    clock: {
      now: () => clock.now(),
      monotonic: systemClock.monotonic,
      after: (ms, run) => clock.after(ms, run),
      limit: (ms, run) => clock.limit(ms, run),
      about: (ms, run) => clock.about(ms, run),
      gather: systemClock.gather,
    },
    log: createLog('bench', 'silent'),
  });
  const looks: number[] = [];
  const passes: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round < rounds + 3; round++) {
    const startedAt = systemClock.monotonic();
    const before = process.cpuUsage();
    await auditor.pass();
    if (round < 3) continue;
    const used = process.cpuUsage(before);
    processor.push((used.user + used.system) / 1000);
    passes.push(systemClock.monotonic() - startedAt);
    looks.push(auditor.state().tookMs);
  }
  await auditor.stop();
  const { cases, forgotten } = auditor.state();
  const [look, pass, cpu] = [spread(looks), spread(passes), spread(processor)];
  const part = {
    bench: 'duty',
    part: 'auditor',
    store: store.kind,
    cases,
    forgotten,
    look,
    pass,
    cpu,
    most: MOST_MS,
  };
  process.stdout.write(`${JSON.stringify(part)}\n`);
  return cases === CROWD.open && forgotten === 0 && pass.p99 <= MOST_MS;
}

/** Each open case has five pages that arrived; of every second one another waits, of all others a target does. */
async function addPages(store: Store, now: number): Promise<void> {
  const hour = now + 3_600_000;
  const open = 'from cases where unresolved = 1';
  const columns = 'key, case_id, reason, person, channel, created_at, state, attempts, next_at, finished_at';
  const delivered = (count: number) =>
    `insert into pages (${columns}) select 'd${count}-' || id, id, 'opened', 'p1', 'chat', ${now}, 'delivered', 1, ${now}, ${now} ${open}`;
  const statements = [
    `update cases set next_at = case when id % 2 = 0 then ${hour} end where unresolved = 1`,
    ...[1, 2, 3, 4, 5].map(delivered),
    `insert into pages (${columns}) select 'q-' || id, id, 'warning', 'p1', 'chat', ${now}, 'queued', 0, ${hour}, null ${open} and id % 2 = 1`,
  ];
  for (const statement of statements) await store.transaction((tx) => sql.raw(statement).execute(tx));
  if (store.kind === 'sqlite') await store.optimize();
  else await sql.raw('analyze').execute(store.db);
}

function spread(times: readonly number[]): { p50: number; p99: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const share = (part: number) => Math.round((sorted[Math.floor(sorted.length * part)] ?? 0) * 10) / 10;
  return { p50: share(0.5), p99: share(0.99) };
}
