import type { DayOutcome } from '@watchcase/backup';
import { sql, type Insertable } from 'kysely';
import type { Store, Tables, Tx } from '../store/index.ts';
import { monthOf, readMonth, writeMonth } from './month-blocks.ts';
import { type JobKey, keyOf } from './read-facts.ts';

/** Rows per statement. */
const CHUNK = 200;

/** Days from one to another of some jobs, by `keyOf` the job, the oldest first; since 1970-01-01. */
export async function readDays(
  db: Store['db'] | Tx,
  jobs: readonly JobKey[],
  { from, to }: { from: number; to: number },
): Promise<Map<string, DayOutcome[]>> {
  const found = new Map<string, DayOutcome[]>();
  for (const { key, month, text } of await readMonths(db, jobs, { from: monthOf(from), to: monthOf(to) })) {
    const own = found.get(key) ?? [];
    own.push(...readMonth(month, text).filter(({ day }) => day >= from && day <= to));
    found.set(key, own);
  }
  return found;
}

/** A month of a job, as its row has it. */
export type MonthRow = Insertable<Tables['backup_months']>;

/**
 * The months that change by what is found of days (pure), where `known` are those that are written down; days before `settledDay`, the newest that was written down, are over, and mended
 * only.
 */
export function changedMonths(
  { hostId, job }: JobKey,
  days: readonly DayOutcome[],
  { known, settledDay }: { known: ReadonlyMap<number, string>; settledDay: number | null },
): MonthRow[] {
  return [...Map.groupBy(days, ({ day }) => monthOf(day))].flatMap(([month, own]) => {
    const before = known.get(month);
    const text = writeMonth(merged(before === undefined ? [] : readMonth(month, before), own, settledDay));
    return text === before ? [] : [{ host_id: hostId, job, month, days: text }];
  });
}

/** Writes months of a job (JSON of their rows) in place of those before, each once. */
export function writeMonths(
  db: Store['db'] | Tx,
  { host_id, job, months }: { host_id: string; job: string; months: string },
  kind: Store['kind'],
) {
  const rows =
    kind === 'sqlite'
      ? sql`(select value ->> 'month' as month, value ->> 'days' as days from json_each(${months})) as one`
      : sql`json_to_recordset(cast(${months} as json)) as one (month bigint, days text)`;
  return (
    db
      .insertInto('backup_months')
      .columns(['host_id', 'job', 'month', 'days'])
      // SQLite would take "on conflict" for a join's without the condition.
      .expression(sql`select ${host_id}, ${job}, month, days from ${rows} where true`)
      .onConflict((conflict) =>
        conflict
          .columns(['host_id', 'job', 'month'])
          .doUpdateSet(({ ref }) => ({ days: ref('excluded.days') })),
      )
  );
}

async function readMonths(
  db: Store['db'] | Tx,
  jobs: readonly JobKey[],
  { from, to }: { from: number; to: number },
): Promise<{ key: string; month: number; text: string }[]> {
  const wanted = new Set(jobs.map(keyOf));
  const found: { key: string; month: number; text: string }[] = [];
  for (let at = 0; at < jobs.length; at += CHUNK) {
    const some = jobs.slice(at, at + CHUNK);
    const rows = await db
      .selectFrom('backup_months')
      .select(['host_id', 'job', 'month', 'days'])
      .where('host_id', 'in', [...new Set(some.map(({ hostId }) => hostId))])
      .where('job', 'in', [...new Set(some.map(({ job }) => job))])
      .where('month', '>=', from)
      .where('month', '<=', to)
      .orderBy('month')
      .execute();
    for (const { host_id: hostId, job, month, days } of rows) {
      const key = keyOf({ hostId, job });
      if (wanted.has(key)) found.push({ key, month, text: days });
    }
  }
  return found;
}

/** What was known of a month with what is found of some of its days (pure), in their order. */
function merged(
  known: readonly DayOutcome[],
  found: readonly DayOutcome[],
  settledDay: number | null,
): DayOutcome[] {
  const days = new Map(known.map((one) => [one.day, one]));
  for (const one of found) {
    const before = days.get(one.day);
    const isOver = settledDay !== null && one.day < settledDay;
    if (before !== undefined) days.set(one.day, isOver ? mended(before, one) : withBreaches(before, one));
    else if (!isOver) days.set(one.day, one);
  }
  return [...days.values()].toSorted((a, b) => a.day - b.day);
}

/** A day that is over stays what it was, by the policy that it had; but what had not come by then may have, and may be told late. */
function mended(before: DayOutcome, found: DayOutcome): DayOutcome {
  const isOpen = before.state === 'pending' || (before.state === 'late' && before.came === 0);
  if (isOpen || found.came > before.came) return withBreaches(before, found);
  return {
    ...before,
    verified: found.verified ?? before.verified,
    drilled: found.drilled ?? before.drilled,
  };
}

/** What was broken at some moment of a day was so. */
function withBreaches(before: DayOutcome, found: DayOutcome): DayOutcome {
  const broken = [...new Set([...before.broken, ...found.broken])];
  const asked = [...new Set([...before.asked, ...found.asked])];
  return { ...found, broken, asked };
}
