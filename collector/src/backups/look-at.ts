import { judge, type Judgement, type Policy } from '@watchcase/backup';
import { zoneClock } from '@watchcase/calendar';
import type { HostState } from '../ingest/index.ts';
import type { Store } from '../store/index.ts';
import { findDays, reachOf } from './keep-days.ts';
import { type Mark, marksOf } from './marks.ts';
import type { News } from './news.ts';
import { type JobKey, readFacts } from './read-facts.ts';
import { type Standing, standingOf } from './standings.ts';
import { changedMonths, type MonthRow } from './day-ledger.ts';

/** What is remembered of a job between two looks. */
export interface Entry extends JobKey {
  policy: Policy | undefined;
  /** When to look again, Unix milliseconds. */
  next: number;
  /** What was told since; undefined where nothing was. */
  news: News | undefined;
  /** The newest day that is written down; null before the first. */
  settledDay: number | null;
}

/** What a look at a job has found. */
export interface Looked {
  entry: Entry;
  news: News | undefined;
  /** Undefined: nobody judges it. */
  judgement: Judgement | undefined;
  standing: Standing;
  months: MonthRow[];
  marks: Mark[];
}

/** Reads what is known of a job, judges it, and finds what its days were; undefined where there is no such job. */
export async function lookAt(
  { db }: Pick<Store, 'db'>,
  entry: Entry,
  { host, zone, now }: { host: HostState; zone: string; now: number },
): Promise<Looked | undefined> {
  const { policy, news, settledDay } = entry;
  const read = await readFacts(db, entry, reachOf(now));
  if (read === undefined) return undefined;
  const facts = { ...read.facts, heard: heardOf(host) };
  const judgement = policy === undefined ? undefined : judge(policy, facts, now);
  const wanted = {
    key: entry,
    policy,
    facts,
    marks: read.marks,
    judgement,
    zone,
    settledDay,
    newsFrom: news?.from ?? null,
    now,
  };
  return {
    entry,
    news,
    judgement,
    standing: standingOf({ ...wanted, settledDay: zoneClock(zone).dayAt(now) }),
    months: changedMonths(entry, await findDays(db, wanted), { known: read.months, settledDay }),
    marks: judgement === undefined ? [] : marksOf(entry, judgement),
  };
}

/** Heard since it was last connected: what its outbox keeps comes after that. A host that never had an agent has none to wait for, and no case of its own: its jobs report by pings. */
function heardOf({
  presence,
  presenceSince,
  connectedAt,
}: Pick<HostState, 'presence' | 'presenceSince' | 'connectedAt'>) {
  if (presence === 'never') return { is: true, since: 0 };
  return { is: presence === 'online' && connectedAt > 0, since: Math.max(presenceSince, connectedAt) };
}
