import { categories, type Severity, severities, type Target, targets } from '@watchcase/api';
import { factKinds } from './catalogue.ts';
import { type Fact, factOf } from './fact.ts';

/** A host as facts count it. */
export interface CountedHost {
  id: string;
  customer: string;
  site: string;
  host: string;
  presence: 'online' | 'offline' | 'unknown' | 'never';
  agentVersion: string | null;
}

/** A case that is not resolved, or was until a moment ago; times in Unix milliseconds. */
export interface CountedCase {
  id: number;
  customer: string;
  hostId: string;
  severity: Severity;
  category: string;
  openedAt: number;
  isAcknowledged: boolean;
  isUnresolved: boolean;
  clocks: readonly { target: Target; dueAt: number; isRunning: boolean; isBreached: boolean }[];
}

/** What the store says, as of one moment. */
export interface Counted {
  cases: readonly CountedCase[];
  alerts: readonly { customer: string; hostId: string; severity: string; state: string; alerts: number }[];
  pages: readonly { customer: string; waiting: number; oldestAt: number }[];
  jobs: readonly { customer: string; ok: boolean | null; lastSuccess: number | null }[];
}

/** The facts about one customer; every severity and category is told, so that a zero is a zero. */
export function countCustomer(
  customer: string,
  hosts: readonly CountedHost[],
  counted: Counted,
  now: number,
): Fact[] {
  const subject = { customer };
  const cases = counted.cases.filter((one) => one.isUnresolved);
  const versions = Map.groupBy(
    hosts.filter(({ agentVersion }) => agentVersion !== null),
    ({ agentVersion }) => String(agentVersion),
  );
  const withPresence = (word: CountedHost['presence']) =>
    hosts.filter(({ presence }) => presence === word).length;
  return [
    factOf(
      factKinds.hosts,
      { subject },
      {
        online: withPresence('online'),
        offline: withPresence('offline'),
        unknown: withPresence('unknown'),
        never: withPresence('never'),
      },
    ),
    ...severities.flatMap((severity) => countSeverity({ subject, severity }, cases, counted, now)),
    ...categories.map((category) =>
      factOf(
        factKinds.categories,
        { subject, tags: { category } },
        {
          open: cases.filter((one) => one.category === category).length,
        },
      ),
    ),
    countPages(subject, counted, now),
    countJobs(subject, counted, now),
    ...[...versions]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([version, list]) =>
        factOf(factKinds.agents, { subject, tags: { version } }, { hosts: list.length }),
      ),
  ];
}

function countSeverity(
  { subject, severity }: { subject: { customer: string }; severity: Severity },
  cases: readonly CountedCase[],
  counted: Counted,
  now: number,
): Fact[] {
  const own = cases.filter((one) => one.severity === severity);
  const tags = { severity };
  const alerts = (state: string) =>
    counted.alerts
      .filter((one) => one.severity === severity && one.state === state)
      .reduce((sum, one) => sum + one.alerts, 0);
  return [
    factOf(
      factKinds.cases,
      { subject, tags },
      {
        open: own.length,
        unacknowledged: own.filter((one) => !one.isAcknowledged).length,
        oldest_seconds: ageSeconds(
          own.map(({ openedAt }) => openedAt),
          now,
        ),
      },
    ),
    factOf(factKinds.alerts, { subject, tags }, { firing: alerts('firing'), frozen: alerts('frozen') }),
    ...targets.map((target) => {
      const clocks = own.flatMap((one) => one.clocks.filter((clock) => clock.target === target));
      return factOf(
        factKinds.clocks,
        { subject, tags: { severity, target } },
        {
          running: clocks.filter((clock) => clock.isRunning).length,
          breached: clocks.filter((clock) => clock.isBreached).length,
          least_remaining_seconds: remainingSeconds(clocks, now),
        },
      );
    }),
  ];
}

function countPages(subject: { customer: string }, { pages }: Counted, now: number): Fact {
  return factOf(
    factKinds.pages,
    { subject },
    {
      waiting: pages.reduce((sum, one) => sum + one.waiting, 0),
      oldest_seconds: ageSeconds(
        pages.map(({ oldestAt }) => oldestAt),
        now,
      ),
    },
  );
}

function countJobs(subject: { customer: string }, { jobs }: Counted, now: number): Fact {
  const good = jobs.flatMap(({ lastSuccess }) => (lastSuccess === null ? [] : [lastSuccess]));
  return factOf(
    factKinds.backups,
    { subject },
    {
      jobs: jobs.length,
      failed: jobs.filter(({ ok }) => ok === false).length,
      never_good: jobs.length - good.length,
      oldest_good_seconds: ageSeconds(good, now),
    },
  );
}

/** Seconds since the first of these moments; null without one. */
function ageSeconds(moments: readonly number[], now: number): number | null {
  return moments.length === 0 ? null : (now - Math.min(...moments)) / 1000;
}

/** Seconds until the first running clock is due; null when none runs. */
export function remainingSeconds(
  clocks: readonly { dueAt: number; isRunning: boolean }[],
  now: number,
): number | null {
  const due = clocks.filter((clock) => clock.isRunning).map(({ dueAt }) => dueAt);
  return due.length === 0 ? null : (Math.min(...due) - now) / 1000;
}
