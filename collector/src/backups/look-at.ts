import { judge, type Judgement, type Policy } from '@watchcase/backup';
import { zoneClock } from '@watchcase/calendar';
import type { HostState } from '../ingest/index.ts';
import { executeTogether, type Store, type Tx, type Write } from '../store/index.ts';
import { findDays, reachOf } from './keep-days.ts';
import { type Mark, marksOf, writeMarks } from './marks.ts';
import { markJudged, type News } from './news.ts';
import { type JobKey, readFacts } from './read-facts.ts';
import { type Standing, standingOf, writeStandings } from './standings.ts';
import { changedMonths, type MonthRow, writeMonths } from './day-ledger.ts';

/** Jobs per statement. */
const CHUNK = 200;

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

/** Writes down what was found of some jobs, each once, and that their news is looked at. */
export async function keepLooked(store: Store, looked: readonly Looked[]): Promise<void> {
  if (looked.length === 0) return;
  await writeMarks(
    store,
    looked.flatMap(({ marks }) => marks),
  );
  await store.transaction(async (tx) => {
    for (let at = 0; at < looked.length; at += CHUNK)
      await executeTogether(store, tx, writesOf(tx, looked.slice(at, at + CHUNK)));
  });
  for (const { entry, news, standing } of looked) {
    entry.settledDay = standing.settled_day;
    if (entry.news === news) entry.news = undefined;
  }
}

function writesOf(tx: Tx, looked: readonly Looked[]): Write[] {
  const months = looked.flatMap((one) => one.months);
  const told = looked.flatMap(({ entry, news }) => (news === undefined ? [] : [{ ...entry, news }]));
  return [
    writeStandings(
      tx,
      looked.map(({ standing }) => standing),
    ),
    ...(months.length === 0 ? [] : [writeMonths(tx, months)]),
    ...(told.length === 0 ? [] : [markJudged(tx, told)]),
  ];
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
