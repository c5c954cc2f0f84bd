import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import {
  type Collector,
  type Postgres,
  startCollector,
  startPostgres,
  startWebhook,
  type Webhook,
} from '../../test/harness/index.ts';
import { pause } from '../../test/scenarios/pause.ts';
import { startGenerator } from '../fleet/generator.ts';
import { openedPages } from '../fleet/opened-pages.ts';
import { seedHosts } from '../fleet/seed-hosts.ts';
import { spreadOf } from '../fleet/spread.ts';
import { usageOf } from '../fleet/usage.ts';

/** How cases come, seconds and milliseconds. */
export interface CaseCourse {
  store: 'sqlite' | 'postgres';
  /** Each of them has one case. */
  hosts: number;
  intervalMs: number;
  breachEveryMs: number;
  connectSeconds: number;
  /** The first cases, which no figure counts: code is compiled, the first recoveries are told. */
  warmSeconds: number;
  measureSeconds: number;
  /** Until the last case has told its end. */
  settleSeconds: number;
  /** Without any more of them. */
  quietSeconds: number;
}

/** What it cost, and what came of it. */
export interface CaseCost {
  /** Processor time of the collector for one case, from its opening to the end that is told, milliseconds. */
  msPerCase: number;
  /** The same of the database's own processes; null where it is within the collector. */
  databaseMsPerCase: number | null;
  /** Processor time of the collector for a reading that nothing follows from, microseconds. */
  usPerQuietReading: number;
  pages: number;
  /** Share of what was to be paged that came later than it was measured. */
  pagesBehind: number;
  casesWithoutPage: number;
  pageMs: ReturnType<typeof spreadOf>;
  residentMiB: number;
}

/** A fault must be over for so long before that is told; builds that tell no recovery do not know the setting. */
const RECOVERY_TOLD_SECONDS = 10;
const RECOVERY_SETTING = 'recoveryToldAfterSeconds';
const START_MS = 120_000;

/** One collector with hosts of its own, ready to be measured. */
interface House {
  /** Pages of each case: that it has opened, and that all is well again where the build tells so. */
  pagesPerCase: 1 | 2;
  collector: Collector;
  webhook: Webhook;
  postgres: Postgres | undefined;
  generator: ReturnType<typeof startGenerator> | undefined;
}

interface Spent {
  collector: number;
  database: number;
  pages: number;
}

/** Runs the builds in some folders at the same time, so that what the machine does meanwhile meets all of them; gives what each cost. */
export async function measureCases(roots: readonly string[], course: CaseCourse): Promise<CaseCost[]> {
  const houses: House[] = [];
  try {
    for (const root of roots) houses.push(await openHouse(root, course));
    // All at once: each has its cases within the same minute, and none any more after it.
    for (const house of houses) house.generator = startCases(house.collector, course);
    await pause((course.connectSeconds + course.warmSeconds) * 1000);
    const casesFrom = houses.map(spentBy);
    await pause(course.measureSeconds * 1000);
    const casesTo = houses.map(spentBy);
    await pause(course.settleSeconds * 1000);
    const quietFrom = houses.map(spentBy);
    await pause(course.quietSeconds * 1000);
    const quietTo = houses.map(spentBy);
    return houses.map((house, index) =>
      costOf(house, course, {
        quiet: less(quietTo[index], quietFrom[index]),
        cases: less(casesTo[index], casesFrom[index]),
      }),
    );
  } finally {
    for (const { generator, collector, webhook, postgres } of houses) {
      await generator?.end('SIGKILL');
      await collector.stop();
      await webhook.stop();
      await postgres?.stop();
    }
  }
}

async function openHouse(root: string, course: CaseCourse): Promise<House> {
  const postgres = course.store === 'postgres' ? await startPostgres() : undefined;
  const webhook = await startWebhook();
  const collector = await startCollector({
    root,
    startMs: START_MS,
    config: {
      log: { level: 'warn' },
      channels: [{ name: 'hook', type: 'webhook', options: { url: webhook.url } }],
      ...(postgres === undefined ? {} : { store: { kind: 'postgres', url: postgres.url } }),
      ...(tellsRecovery(root) ? { cases: { [RECOVERY_SETTING]: RECOVERY_TOLD_SECONDS } } : {}),
    },
  });
  await collector.end();
  await seedHosts(
    postgres?.url ?? join(collector.data, 'watchcase.db'),
    course.hosts,
    systemClock.now(),
    root,
  );
  await collector.restart();
  return { pagesPerCase: tellsRecovery(root) ? 2 : 1, collector, webhook, postgres, generator: undefined };
}

function startCases({ mqttPort }: Collector, course: CaseCourse) {
  return startGenerator({
    port: mqttPort,
    first: 0,
    hosts: course.hosts,
    intervalMs: course.intervalMs,
    connectPerSecond: course.hosts / course.connectSeconds,
    breach: { afterMs: course.connectSeconds * 1000, everyMs: course.breachEveryMs },
  });
}

function tellsRecovery(root: string): boolean {
  return readFileSync(join(root, 'collector/src/config.ts'), 'utf8').includes(RECOVERY_SETTING);
}

function spentBy({ collector, postgres, webhook }: House): Spent {
  return {
    collector: usageOf(collector.pid()).cpuSeconds,
    database: (postgres?.processes() ?? []).reduce((sum, pid) => sum + usageOf(pid).cpuSeconds, 0),
    pages: webhook.received.length,
  };
}

function less(after: Spent | undefined, before: Spent | undefined): Spent {
  if (after === undefined || before === undefined) throw new Error('a house was not measured');
  return {
    collector: after.collector - before.collector,
    database: after.database - before.database,
    pages: after.pages - before.pages,
  };
}

/** What comes with the cases is above what the same time costs without them. */
function costOf(
  { collector, webhook, postgres, generator, pagesPerCase }: House,
  course: CaseCourse,
  { quiet, cases }: { quiet: Spent; cases: Spent },
): CaseCost {
  const longer = course.measureSeconds / course.quietSeconds;
  const count = (course.measureSeconds * 1000) / course.breachEveryMs;
  const perCase = (of: 'collector' | 'database') => ((cases[of] - quiet[of] * longer) / count) * 1000;
  const pageMs = delaysOf(generator?.output() ?? '', webhook);
  const readings = (course.hosts * course.quietSeconds * 1000) / course.intervalMs;
  return {
    msPerCase: round(perCase('collector')),
    databaseMsPerCase: postgres === undefined ? null : round(perCase('database')),
    usPerQuietReading: round((quiet.collector / readings) * 1e6),
    pages: cases.pages,
    pagesBehind: Math.max(0, round(1 - cases.pages / (count * pagesPerCase))),
    casesWithoutPage: course.hosts - pageMs.count,
    pageMs,
    residentMiB: Math.round(usageOf(collector.pid()).residentBytes / 2 ** 20),
  };
}

function delaysOf(output: string, webhook: Webhook) {
  const { arrived } = openedPages(webhook.received);
  return spreadOf(
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { breach?: string; at: number })
      .flatMap(({ breach, at }) => {
        const came = breach === undefined ? undefined : arrived.get(breach);
        return came === undefined ? [] : [came - at];
      }),
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
