import { systemClock } from '@watchcase/runtime';
import { runFleet } from '../fleet/index.ts';
import { identityOfHost } from '../fleet/seed-hosts.ts';
import { askAll, type Measured } from './questions.ts';
import { namesOf, type Report, timesOf } from './report.ts';

/** Of the fleet's hosts the one that its dashboard is about. */
const A_HOST = 7;
const COMING_MINUTES = 2;

/**
 * The fleet bench's played hosts, a real broker, a real collector and its way to the database: what they have must be answered. Times are told and not judged:
 * all of these share the machine with the questions. `notPlayed` are questions about what these hosts do not read.
 */
export async function askFed(options: { hosts: number; minutes: number }): Promise<Report> {
  let measured: Measured[] = [];
  let known: ReadonlySet<string> = new Set();
  const fleet = await runFleet({
    hosts: options.hosts,
    broker: 'mosquitto',
    history: 'victoria-metrics',
    intervalMs: 15_000,
    breachEveryMs: 1000,
    warmSeconds: 30,
    measureSeconds: options.minutes * 60,
    beforeEnd: async (url) => {
      const to = systemClock.now();
      const from = to - (options.minutes + COMING_MINUTES) * 60_000;
      await fetch(`${url}/internal/force_flush`);
      measured = await askAll(url, { from, to, ...identityOfHost(A_HOST) });
      known = await metricsOf(url);
    },
  });
  const isPlayed = ({ question }: Measured) =>
    [...question.text.matchAll(/\w+/g)].some(([word]) => known.has(word));
  const empty = measured.filter(({ found }) => found === 0);
  const played = empty.filter(isPlayed);
  const wrong = namesOf(played.filter(({ question }) => !question.isRightlyEmpty));
  return {
    bench: 'queries',
    feed: 'fleet',
    ...options,
    valuesPerSecond: fleet['valuesPerSecond'],
    answered: measured.length - empty.length,
    ...timesOf(measured),
    rightlyEmpty: namesOf(played.filter(({ question }) => question.isRightlyEmpty)),
    notPlayed: namesOf(empty.filter((one) => !isPlayed(one))),
    faults: [
      ...(measured.length === 0 ? ['nobody was asked'] : []),
      ...wrong.map((name) => `${name} is empty`),
    ],
  };
}

/** The names of all series that the database has. */
async function metricsOf(url: string): Promise<ReadonlySet<string>> {
  const response = await fetch(`${url}/api/v1/label/__name__/values`);
  const { data } = (await response.json()) as { data: string[] };
  return new Set(data);
}
