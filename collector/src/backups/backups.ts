import type { Judgement, Policy } from '@watchcase/backup';
import type { Clock, Log } from '@watchcase/runtime';
import type { Directory, Snapshot } from '../directory/index.ts';
import type { HostState, Ingest } from '../ingest/index.ts';
import type { Verdict } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { verdictOf, withoutPolicies } from './check-rules.ts';
import { keepLooked } from './keep-looked.ts';
import { type Entry, lookAt, type Looked } from './look-at.ts';
import { markJudged, MOST_ROWS, type NewsRow, readKnownJobs, readNews } from './news.ts';
import { type ByContract, type PolicyFinder, policyFinder } from './policy-finder.ts';
import { type JobKey, keyOf } from './read-facts.ts';

/** Judges backup jobs by the policies of the directory: looks at what has news or is due, and hands verdicts to the next tick. */
export interface Backups {
  /** Looks at jobs whose facts, policy or time have changed; never rejects. Call before each tick. */
  prepare(): Promise<void>;
  /** What was found since it was asked last, by host. */
  take(): Verdict[];
  /** When the next job is due, Unix milliseconds; null when none is. */
  nextAt(): number | null;
  /** What rules say, without what a policy says in their place. */
  withoutPolicies(verdicts: readonly Verdict[]): readonly Verdict[];
}

/** What the room needs. */
export interface BackupsNeeds {
  store: Store;
  directory: Pick<Directory, 'current'>;
  ingest: Pick<Ingest, 'host' | 'hosts' | 'hostsRevision'>;
  /** Alerts of a host that are active. */
  activeOf(hostId: string): ReadonlySet<string>;
  byContract: ByContract;
  clock: Clock;
  log: Log;
}

/** Jobs that are read at once. */
const AT_ONCE = 8;
/** So long one tick looks at jobs; the rest waits for the next one, so that nothing else of the tick does. */
const LOOK_MS = 250;
/** Whatever happens, each job is looked at so often: contracts begin and end, alerts must be said again before they count as silent. */
const AGAIN_MS = 1_800_000;
/** While a host is not heard: it may be at any moment. */
const UNHEARD_MS = 60_000;

/** Opens the room; all jobs are looked at in the first ticks. */
export function createBackups(needs: BackupsNeeds): Backups {
  const { store, directory, ingest, clock, log } = needs;
  const entries = new Map<string, Entry>();
  let finder: PolicyFinder | undefined;
  let known = { revision: -1, hostsRevision: -1, hosts: new Set<string>() };
  let found: Verdict[] = [];

  /** A changed directory concerns those jobs that have another policy by it; hosts that came from elsewhere all of theirs. */
  async function refresh(snapshot: Snapshot, now: number): Promise<void> {
    const { revision } = snapshot;
    const hostsRevision = ingest.hostsRevision();
    if (revision === known.revision && hostsRevision === known.hostsRevision) return;
    const hosts = new Set(Array.from(ingest.hosts(), ({ id }) => id));
    const hasMoved = hosts.symmetricDifference(known.hosts).size > 0;
    finder = policyFinder(snapshot, needs.byContract);
    if (hasMoved) await readJobs(hosts.difference(known.hosts), now);
    for (const [key, entry] of entries) {
      const host = ingest.host(entry.hostId);
      if (host === undefined) entries.delete(key);
      else if (policyFor(host, entry.job, now) !== entry.policy) note(entry, now);
    }
    known = { revision, hostsRevision, hosts };
  }

  /** Jobs of hosts that were not here before. */
  async function readJobs(hosts: ReadonlySet<string>, now: number): Promise<void> {
    for (let after: JobKey | undefined = { hostId: '', job: '' }; after !== undefined; ) {
      const rows = await readKnownJobs(store.db, after);
      for (const { host_id: hostId, job, settled_day } of rows)
        if (hosts.has(hostId)) note({ hostId, job }, now, settled_day);
      const last = rows.length < MOST_ROWS ? undefined : rows.at(-1);
      after = last && { hostId: last.host_id, job: last.job };
    }
  }

  function note(key: JobKey, now: number, settledDay: number | null = null): Entry | undefined {
    const host = ingest.host(key.hostId);
    if (host === undefined) return undefined;
    const before = entries.get(keyOf(key));
    const policy = policyFor(host, key.job, now);
    const entry = before ?? {
      hostId: key.hostId,
      job: key.job,
      policy,
      next: now,
      news: undefined,
      settledDay,
    };
    Object.assign(entry, { policy, next: now });
    entries.set(keyOf(key), entry);
    return entry;
  }

  function policyFor(host: HostState, job: string, now: number): Policy | undefined {
    const tags = finder?.tagsOf(host.customerId, host.id) ?? [];
    const site = `${host.customerId}.${host.siteId}`;
    return finder?.find({ job, customer: host.customerId, site, host: host.id, tags }, now);
  }

  /** Jobs of which something was told since they were judged. Those of other collectors, and of hosts that are gone, stand among them, and do not hold ours up. */
  async function takeNews(first: NewsRow[], now: number): Promise<void> {
    for (let rows = first; ; ) {
      for (const { host_id: hostId, job, retired_at, news: count, news_from: from } of rows) {
        const host = ingest.host(hostId);
        if (host === undefined) continue;
        const news = { count, from };
        if (retired_at !== null)
          await store.transaction((tx) => markJudged(tx, { host_id: hostId, job, count }).execute());
        else if (entries.get(keyOf({ hostId, job }))?.news?.count !== count) {
          const entry = note({ hostId, job }, now);
          if (entry !== undefined) entry.news = news;
        }
      }
      const last = rows.length < MOST_ROWS ? undefined : rows.at(-1);
      if (last === undefined) return;
      rows = await readNews(store.db, { hostId: last.host_id, job: last.job });
    }
  }

  /** What is due, that of which something was told first, for as long as one tick may take. */
  async function lookAtDue(now: number): Promise<Looked[]> {
    const until = clock.monotonic() + LOOK_MS;
    const due = [...entries.values()].filter(({ next }) => next <= now).toSorted(newsFirst);
    const looked: Looked[] = [];
    for (let at = 0; at < due.length && (at === 0 || clock.monotonic() < until); at += AT_ONCE)
      for (const one of await Promise.all(due.slice(at, at + AT_ONCE).map((entry) => look(entry, now))))
        if (one !== undefined) looked.push(one);
    return looked;
  }

  async function look(entry: Entry, now: number): Promise<Looked | undefined> {
    const host = ingest.host(entry.hostId);
    const isGone = host === undefined || host.retiredJobs.has(entry.job);
    if (isGone) return void entries.delete(keyOf(entry));
    entry.policy = policyFor(host, entry.job, now);
    const zone = entry.policy?.zone ?? finder?.zoneOf(host.customerId) ?? 'UTC';
    const looked = await lookAt(store, entry, { host, zone, now });
    if (looked === undefined) return void entries.delete(keyOf(entry));
    entry.next = nextLook(looked.judgement, now);
    return looked;
  }

  function say({ entry, judgement }: Looked, now: number): Verdict[] {
    const host = ingest.host(entry.hostId);
    if (host === undefined || judgement === undefined) return [];
    const subject = { hostId: host.id, hostName: host.name, job: entry.job, active: needs.activeOf(host.id) };
    return judgement.verdicts.flatMap((said) => verdictOf(said, subject, now) ?? []);
  }

  return {
    async prepare() {
      const now = clock.now();
      let looked: Looked[] = [];
      try {
        const first = { hostId: '', job: '' };
        const [snapshot, news] = await Promise.all([directory.current(), readNews(store.db, first)]);
        await refresh(snapshot, now);
        await takeNews(news, now);
        looked = await lookAtDue(now);
        found.push(...looked.flatMap((one) => say(one, now)));
        await keepLooked(store, looked);
      } catch (error) {
        for (const { entry } of looked) entry.next = now;
        log.error({ code: 'BACKUPS_NOT_JUDGED', err: error }, 'backup jobs could not be judged; tried again');
      }
    },
    take() {
      const taken = found.filter(({ hostId }) => ingest.host(hostId) !== undefined);
      found = [];
      return taken;
    },
    nextAt() {
      let next: number | null = null;
      for (const entry of entries.values()) if (next === null || entry.next < next) next = entry.next;
      return next;
    },
    withoutPolicies: (verdicts) =>
      withoutPolicies(verdicts, (hostId, job) => entries.get(keyOf({ hostId, job }))?.policy !== undefined),
  };
}

function newsFirst(a: Entry, b: Entry): number {
  return Number(b.news !== undefined) - Number(a.news !== undefined) || a.next - b.next;
}

/** When to look again (pure). */
function nextLook(judgement: Judgement | undefined, now: number): number {
  if (judgement === undefined) return now + AGAIN_MS;
  const { state, next } = judgement;
  return Math.min(next ?? Number.POSITIVE_INFINITY, now + (state === 'unheard' ? UNHEARD_MS : AGAIN_MS));
}
