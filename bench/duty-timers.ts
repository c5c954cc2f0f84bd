import { createHash } from 'node:crypto';
import { createDirectory } from '@watchcase/collector/directory/index.ts';
import { nextEscalationAt, openEscalations } from '@watchcase/collector/escalation/index.ts';
import type { DutyPerson } from '@watchcase/collector/notify/index.ts';
import type { Store } from '@watchcase/collector/store/index.ts';
import { startTicking } from '@watchcase/collector/ticking.ts';
import { createLog, systemClock } from '@watchcase/runtime';
import { sql } from 'kysely';
import { dutyRoster } from '../test/harness/duty-roster.ts';
import { CROWD } from './desk/fill.ts';

const MOST_LATE_MS = 1000;
const MOST_CPU_PERCENT = 3;
/** So many steps fall due in each second of the second part. */
const DUE_A_SECOND = 20;
const HOUR_MS = 3_600_000;
/** The desk is there by then. */
const PREPARING_MS = 20_000;
const chain = {
  id: 'bench',
  team: 't',
  steps: [
    { page: [{ person: 'p1' }], delay: '1h' },
    { page: [{ person: 'p2' }], delay: '1h' },
  ],
};
const records = `
people: [{ id: p1, name: p1 }, { id: p2, name: p2 }]
teams: [{ id: t, name: T }]
`;

/**
 * All open cases of a filled desk have a chain that is being walked: what that costs while nothing happens, and how late steps are when some fall due each second. Turns of this process,
 * each step in a transaction of its own turn; the database's own CPU is not in it. One line of JSON.
 */
export async function timeEscalations(
  store: Store,
  { seconds, duty }: { seconds: number; duty: readonly DutyPerson[] },
): Promise<boolean> {
  const now = systemClock.now();
  const directory = createDirectory(store);
  const by = { actor: 'bench', door: 'api' as const, now };
  const files = [{ file: 'bench.yaml', text: records }];
  await directory.apply(files, { dryRun: false, prune: false }, by);
  const begin = now + PREPARING_MS + seconds * 1000;
  const dueAt = await beginChains(store, { now, begin, soon: seconds * DUE_A_SECOND });
  const escalations = openEscalations({ directory, roster: dutyRoster(duty) });
  const tick = () =>
    store
      .transaction(async (tx) => {
        const at = systemClock.now();
        await escalations.follow(tx, await escalations.due(tx, at, undefined), at);
      })
      .then(() => nextEscalationAt(store.db));
  const ticking = { tick, maintain: () => undefined, clockJumped: () => undefined };
  const stop = startTicking({ ...ticking, clock: systemClock, log: createLog('bench', 'silent') });
  const before = process.cpuUsage();
  await pass(seconds);
  const { user, system } = process.cpuUsage(before);
  const cpuPercent = Math.round((user + system) / seconds / 1000) / 10;
  await pass((begin - systemClock.now()) / 1000 + seconds + 2);
  stop();
  const late = await lateness(store, dueAt);
  const part = {
    bench: 'duty',
    part: 'timers',
    store: store.kind,
    cases: CROWD.open,
    cpuPercent,
    mostCpuPercent: MOST_CPU_PERCENT,
    steps: dueAt.size,
    taken: late.length,
    lateMs: { p50: late[Math.floor(late.length / 2)], most: late.at(-1) },
    mostLateMs: MOST_LATE_MS,
  };
  process.stdout.write(`${JSON.stringify(part)}\n`);
  return cpuPercent < MOST_CPU_PERCENT && late.length === dueAt.size && (late.at(-1) ?? 0) <= MOST_LATE_MS;
}

/** Every open case was asked: of some the next step is due one after the other, of all others in an hour. Gives when those are due, by case. */
async function beginChains(
  store: Store,
  { now, begin, soon }: { now: number; begin: number; soon: number },
): Promise<ReadonlyMap<number, number>> {
  const data = JSON.stringify(chain);
  const content = createHash('sha256').update(data).digest('hex');
  const taken = JSON.stringify({ chain: 'bench', version: 1, content, name: 'bench', team: 't' });
  const open = await store.db
    .selectFrom('cases')
    .select('id')
    .where('unresolved', '=', 1)
    .orderBy('id')
    .execute();
  const dueAt = new Map(
    open.slice(0, soon).map(({ id }, index) => [id, begin + (index * 1000) / DUE_A_SECOND]),
  );
  const rows = (kind: string, place: number, of: string, where: string) =>
    `insert into case_events (case_id, seq, time, kind, actor, text, data) select id, last_seq + ${place}, ${now}, '${kind}', 'watchcase', '', '${of}' from cases where unresolved = 1 and ${where}`;
  const row = (at: string) =>
    `insert into escalations (case_id, content, round, step, because, next_at, lapsed) select id, '${content}', 1, 1, 'asking', ${at}, 0 from cases where unresolved = 1`;
  const lastSoon = open[soon - 1]?.id ?? 0;
  for (const statement of [
    `insert into case_chains (id, data) values ('${content}', '${data}')`,
    rows('chain', 1, taken, 'true'),
    rows('escalated', 2, askedUntil(now + HOUR_MS), `id > ${lastSoon}`),
    ...[...dueAt].map(([id, at]) => rows('escalated', 2, askedUntil(at), `id = ${id}`)),
    row(`${now + HOUR_MS}`),
    ...[...dueAt].map(([id, at]) => `update escalations set next_at = ${at} where case_id = ${id}`),
    `update cases set last_seq = last_seq + 2, state = 'open' where unresolved = 1`,
  ])
    await store.transaction((tx) => sql.raw(statement).execute(tx));
  if (store.kind === 'sqlite') await store.optimize();
  else await sql.raw('analyze').execute(store.db);
  return dueAt;
}

/** What the log says of a step that was asked, and waits until then. */
function askedUntil(at: number): string {
  const place = { because: 'asked', round: 1, rounds: 3, step: 1, steps: 2 };
  return JSON.stringify({
    ...place,
    people: ['p1'],
    names: 'p1',
    reason: 'opened',
    next: new Date(at).toISOString(),
  });
}

/** How late each step was, milliseconds, the least first. */
async function lateness(store: Store, dueAt: ReadonlyMap<number, number>): Promise<number[]> {
  const rows = await store.db
    .selectFrom('case_events')
    .select(['case_id', 'time'])
    .where('kind', '=', 'escalated')
    .where('data', 'not like', '%"step":1,%')
    .execute();
  return rows.map(({ case_id, time }) => time - (dueAt.get(case_id) ?? 0)).toSorted((a, b) => a - b);
}

function pass(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(seconds * 1000, resolve);
  });
}
