import { judge, type Judgement, type Policy } from '@watchcase/backup';
import type { Clock, Log } from '@watchcase/runtime';
import type { Directory } from '../directory/index.ts';
import type { HostState, Ingest } from '../ingest/index.ts';
import type { Verdict } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { verdictOf, withoutPolicies } from './check-rules.ts';
import { markJudged, readNews } from './news.ts';
import { type Mark, marksOf, writeMarks } from './marks.ts';
import { type ByContract, type PolicyFinder, policyFinder } from './policy-finder.ts';
import { type JobKey, readFacts } from './read-facts.ts';

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
  ingest: Pick<Ingest, 'host' | 'hosts'>;
  /** Alerts of a host that are active. */
  activeOf(hostId: string): ReadonlySet<string>;
  byContract: ByContract;
  clock: Clock;
  log: Log;
}

/** What is remembered of a job between two looks. */
interface Entry extends JobKey {
  policy: Policy | undefined;
  /** When to look again. */
  next: number;
}

/** Jobs per look: the rest waits for the next one. */
const MOST = 200;
/** Whatever happens, each job is looked at so often: contracts begin and end, alerts must be said again before they count as silent. */
const AGAIN_MS = 1_800_000;
/** While a host is not heard: it may be at any moment. */
const UNHEARD_MS = 60_000;

/** Opens the room; all jobs are looked at in the first ticks. */
export function createBackups(needs: BackupsNeeds): Backups {
  const { store, directory, ingest, clock, log } = needs;
  const entries = new Map<string, Entry>();
  let finder: PolicyFinder | undefined;
  let known = { revision: -1, hosts: new Set<string>() };
  let found: Verdict[] = [];
  let marks: Mark[] = [];

  /** A changed directory, and hosts that came from elsewhere, concern all jobs. */
  async function refresh(now: number): Promise<void> {
    const snapshot = await directory.current();
    const hosts = new Set(Array.from(ingest.hosts(), ({ id }) => id));
    if (snapshot.revision === known.revision && hosts.symmetricDifference(known.hosts).size === 0) return;
    finder = policyFinder(snapshot, needs.byContract);
    const rows = await store.db
      .selectFrom('backup_jobs')
      .select(['host_id', 'job'])
      .where('retired_at', 'is', null)
      .execute();
    entries.clear();
    for (const { host_id: hostId, job } of rows) note({ hostId, job }, now);
    known = { revision: snapshot.revision, hosts };
  }

  function note(key: JobKey, now: number): void {
    const host = ingest.host(key.hostId);
    if (host === undefined) return;
    entries.set(keyOf(key), { ...key, policy: policyFor(host, key.job, now), next: now });
  }

  function policyFor(host: HostState, job: string, now: number): Policy | undefined {
    const tags = finder?.tagsOf(host.customerId, host.id) ?? [];
    const site = `${host.customerId}.${host.siteId}`;
    return finder?.find({ job, customer: host.customerId, site, host: host.id, tags }, now);
  }

  /** Jobs of which something was told since they were judged. Those of other collectors, and of hosts that are gone, stand among them, and do not hold ours up. */
  async function takeNews(now: number): Promise<void> {
    for (let after: JobKey | undefined = { hostId: '', job: '' }; after !== undefined; ) {
      const rows = await readNews(store.db, { after, most: MOST });
      const own = rows.filter(({ host_id }) => ingest.host(host_id) !== undefined);
      for (const { host_id: hostId, job, retired_at } of own)
        if (retired_at === null) note({ hostId, job }, now);
      if (own.length > 0) await store.transaction((tx) => markJudged(tx, own));
      const last = rows.length < MOST ? undefined : rows.at(-1);
      after = last && { hostId: last.host_id, job: last.job };
    }
  }

  async function lookAt(entry: Entry, now: number): Promise<void> {
    const host = ingest.host(entry.hostId);
    if (host === undefined) return void entries.delete(keyOf(entry));
    entry.policy = policyFor(host, entry.job, now);
    entry.next = now + AGAIN_MS;
    if (entry.policy === undefined || host.retiredJobs.has(entry.job)) return;
    const facts = await readFacts(store.db, entry);
    if (facts === undefined) return void entries.delete(keyOf(entry));
    const judgement = judge(entry.policy, { ...facts, heard: heardOf(host) }, now);
    entry.next = nextLook(judgement, now);
    marks.push(...marksOf(entry, judgement));
    const subject = { hostId: host.id, hostName: host.name, job: entry.job, active: needs.activeOf(host.id) };
    found.push(...judgement.verdicts.flatMap((said) => verdictOf(said, subject, now) ?? []));
  }

  return {
    async prepare() {
      const now = clock.now();
      try {
        await refresh(now);
        await takeNews(now);
        const due = [...entries.values()].filter(({ next }) => next <= now).slice(0, MOST);
        for (const entry of due) await lookAt(entry, now);
        await writeMarks(store, marks);
        marks = [];
      } catch (error) {
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

/** When to look again (pure). */
function nextLook({ state, next }: Judgement, now: number): number {
  return Math.min(next ?? Number.POSITIVE_INFINITY, now + (state === 'unheard' ? UNHEARD_MS : AGAIN_MS));
}

/** Heard since it was last connected: what its outbox keeps comes after that. */
export function heardOf({
  presence,
  presenceSince,
  connectedAt,
}: Pick<HostState, 'presence' | 'presenceSince' | 'connectedAt'>) {
  return { is: presence === 'online' && connectedAt > 0, since: Math.max(presenceSince, connectedAt) };
}

function keyOf({ hostId, job }: JobKey): string {
  return `${hostId}\n${job}`;
}
