import type { Clock, Log } from '@watchcase/runtime';
import type { CaseChange, Observation } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { caseEventFacts, casesSince, readLogs } from './case-events.ts';
import { countCustomer, type Counted, type CountedHost } from './count-customers.ts';
import { countHosts } from './count-hosts.ts';
import { factKinds } from './catalogue.ts';
import type { Fact, FactKind, Subject } from './fact.ts';
import { type Figure, figureFacts } from './figures.ts';
import { createAgentWatch } from './host-changes.ts';
import { readCounted } from './read-counted.ts';
import { FACTS_MS, toObservations } from './to-observations.ts';

/** The kinds that are about customers. */
export const customerKinds: readonly FactKind[] = Object.values(factKinds).filter(
  ({ about }) => about === 'customer',
);

export type { CountedHost } from './count-customers.ts';
export type { Fact, FactKind } from './fact.ts';
export type { Figure } from './figures.ts';
export { subjectTags } from './subject-id.ts';

/** What Grafana needs of cases, clocks, presence, pages and the collector itself, for the time-series database and /metrics. */
export interface Facts {
  /** These cases have changed, and that is committed: their events are told soon. */
  changed(changes: readonly CaseChange[]): void;
  /** Call often; counts for the time-series database when a minute is over or something has changed. Never rejects. */
  tick(): Promise<void>;
  /** The newest facts about customers; without a time-series database they are counted when they are asked for. Never rejects. */
  aboutCustomers(): Promise<readonly Fact[]>;
}

/** What it needs. */
export interface FactsNeeds {
  db: Store['db'];
  /** The hosts we answer for. */
  hosts(): Iterable<CountedHost>;
  /** True of a customer we answer for. */
  isOurs(customer: string): boolean;
  figures(): Promise<readonly Figure[]>;
  /** Puts readings on disk, for the time-series database; undefined without one. */
  put?: (observations: readonly Observation[]) => Promise<void>;
  /** This collector's name among others. */
  instance(): string;
  clock: Clock;
  log: Log;
}

/** After a change this long passes before the next count, milliseconds: a storm is counted once. */
const SOON_MS = 2000;
/** What had happened this long before a start is told again: a collector that was killed may not have told it. */
const AGAIN_MS = 24 * 3_600_000;
const MOST_AGAIN = 5000;

/** Builds the room; nothing is counted before the first tick. */
export function createFacts(needs: FactsNeeds): Facts {
  const { clock, log } = needs;
  const agentsThatChanged = createAgentWatch();
  let events: { caseIds: Set<number>; since: number } | undefined;
  let isChanged = false;
  let countedAt: number | undefined;
  let customers: Fact[] = [];
  let counting: Promise<void> | undefined;
  let lastTime = 0;
  let started = false;

  function isDue(): boolean {
    if (countedAt === undefined) return true;
    const age = clock.monotonic() - countedAt;
    return age >= FACTS_MS || (isChanged && age >= SOON_MS);
  }

  async function count(): Promise<void> {
    const now = clock.now();
    const told = await tellEvents(now);
    const hosts = [...needs.hosts()];
    const counted = await readCounted(needs.db, now);
    customers = countCustomers(hosts, counted, now);
    if (needs.put === undefined) return;
    const byId = new Map(hosts.map((host) => [host.id, host]));
    const time = Math.max(now, lastTime + 1);
    lastTime = time;
    const figures = figureFacts(await needs.figures(), needs.instance());
    await needs.put([
      ...told,
      ...toObservations(customers, 'facts', time),
      ...toObservations(
        countHosts(counted, (id) => byId.get(id), now),
        'facts',
        time,
      ),
      ...toObservations(agentsThatChanged(hosts), 'host-events', time),
      ...[...Map.groupBy(figures, ({ measurement }) => measurement)].flatMap(([measurement, own]) =>
        toObservations(own, measurement, time),
      ),
    ]);
  }

  /** A kill between a commit and its facts must not lose them, so a start tells the last day's once more. */
  async function tellEvents(now: number): Promise<Observation[]> {
    if (needs.put === undefined) return [];
    const wanted = events ?? { caseIds: new Set<number>(), since: now };
    events = undefined;
    if (!started) {
      wanted.since = Math.min(wanted.since, now - AGAIN_MS);
      for (const id of await casesSince(needs.db, wanted.since, MOST_AGAIN)) wanted.caseIds.add(id);
    }
    started = true;
    const logs = await readLogs(needs.db, [...wanted.caseIds]);
    const subjects = new Map([...needs.hosts()].map((host) => [host.id, subjectOf(host)]));
    const facts = caseEventFacts(logs, (id) => subjects.get(id), wanted.since);
    return facts.flatMap(({ time, fact }) => toObservations([fact], 'case-events', time));
  }

  function countCustomers(hosts: readonly CountedHost[], counted: Counted, now: number): Fact[] {
    const of = groupedByCustomer(hosts, counted);
    return [...of.customers]
      .filter((customer) => needs.isOurs(customer))
      .toSorted()
      .flatMap((customer) =>
        countCustomer(customer, of.hosts.get(customer) ?? [], of.counted(customer), now),
      );
  }

  /** Who asks while it is counted waits for that. */
  function countOnce(): Promise<void> {
    if (counting !== undefined) return counting;
    countedAt = clock.monotonic();
    isChanged = false;
    counting = count()
      .catch((error: unknown) => {
        started = false;
        log.error(
          { code: 'FACTS_NOT_TOLD', err: error },
          'figures for dashboards could not be counted; tried again',
        );
      })
      .finally(() => (counting = undefined));
    return counting;
  }

  return {
    changed(changes) {
      if (needs.put === undefined) return;
      for (const { caseId, events: own } of changes) {
        isChanged = true;
        events ??= { caseIds: new Set(), since: clock.now() };
        events.caseIds.add(caseId);
        for (const { time } of own) events.since = Math.min(events.since, time);
      }
    },
    async tick() {
      if (needs.put !== undefined && counting === undefined && isDue()) await countOnce();
    },
    async aboutCustomers() {
      const age = countedAt === undefined ? Number.POSITIVE_INFINITY : clock.monotonic() - countedAt;
      if (needs.put === undefined && (counting !== undefined || age >= SOON_MS)) await countOnce();
      return customers;
    },
  };
}

function subjectOf({ customer, site, host }: CountedHost): Subject {
  return { customer, site, host };
}

/** Everything by customer, looked up once instead of searched for each. */
function groupedByCustomer(all: readonly CountedHost[], counted: Counted) {
  const hosts = Map.groupBy(all, ({ customer }) => customer);
  const parts = {
    cases: Map.groupBy(counted.cases, ({ customer }) => customer),
    alerts: Map.groupBy(counted.alerts, ({ customer }) => customer),
    pages: Map.groupBy(counted.pages, ({ customer }) => customer),
    jobs: Map.groupBy(counted.jobs, ({ customer }) => customer),
  };
  return {
    hosts,
    customers: new Set([...hosts.keys(), ...parts.cases.keys()]),
    counted: (customer: string): Counted => ({
      cases: parts.cases.get(customer) ?? [],
      alerts: parts.alerts.get(customer) ?? [],
      pages: parts.pages.get(customer) ?? [],
      jobs: parts.jobs.get(customer) ?? [],
    }),
  };
}
