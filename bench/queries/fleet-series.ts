import { categories, severities } from '@watchcase/api';
import { type Course, type Group, same } from './courses.ts';
import { collectorGroups, customerGroups, VERSIONS } from './fleet-collector.ts';
import { factGroups, hostGroups, TROUBLED } from './fleet-hosts.ts';
import { customerOf, HOSTS_OF_A_CUSTOMER, isWatched, placeOf } from './fleet-places.ts';

/** A series of the fleet, as it is called in PromQL. */
export interface FleetSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly course: Course;
  /** Between two points, seconds; 0 for a single one `ago` seconds before the end. */
  readonly stepSeconds: number;
  readonly agoSeconds?: number;
}

const READING_SECONDS = 15;
const FACT_SECONDS = 60;
/** Asked of all hosts together: every reading of the one, a value a minute of the other. */
const READ_OF_ALL: ReadonlySet<string> = new Set(['cpu', 'mem', 'disk', 'internal_agent']);
const TOLD_OF_ALL: ReadonlySet<string> = new Set(['backup', 'backup_run', 'backup_tool']);
/** What is asked of one host only has every reading at one site; elsewhere a value now and then, or it could not be loaded in some minutes. */
const SELDOM_SECONDS = 300;

/** All series of so many hosts and what the collector says of them and itself. */
export function* fleetSeries(hosts: number): Generator<FleetSeries> {
  for (let number = 0; number < hosts; number++) {
    const place = placeOf(number);
    for (const group of hostGroups(number)) yield* named([group], place, stepOf(group[0], number));
    yield* named(factGroups(number), place, FACT_SECONDS);
    if (number % TROUBLED === 0) yield* events(number);
  }
  const customers = Math.ceil(hosts / HOSTS_OF_A_CUSTOMER);
  for (let number = 0; number < customers; number++)
    yield* named(customerGroups(number), { customer: customerOf(number) }, FACT_SECONDS);
  yield* named(collectorGroups(hosts), { instance: 'collector-1:8080' }, FACT_SECONDS);
}

function stepOf(measurement: string, number: number): number {
  if (READ_OF_ALL.has(measurement) || isWatched(number)) return READING_SECONDS;
  return TOLD_OF_ALL.has(measurement) ? FACT_SECONDS : SELDOM_SECONDS;
}

function* named(
  groups: readonly Group[],
  subject: Readonly<Record<string, string>>,
  stepSeconds: number,
): Generator<FleetSeries> {
  for (const [measurement, tags, fields] of groups)
    for (const [field, course] of Object.entries(fields))
      yield { metric: { __name__: `${measurement}_${field}`, ...subject, ...tags }, course, stepSeconds };
}

/** A case's life: opened, answered late, resolved; and an agent's upgrade. */
function* events(number: number): Generator<FleetSeries> {
  const tags = {
    severity: severities[number % severities.length] ?? '',
    category: categories[number % categories.length] ?? '',
  };
  const moments: readonly (readonly [event: string, agoSeconds: number, target?: string])[] = [
    ['opened', 18_000 - (number % 9000)],
    ['breached', 15_000 - (number % 9000), 'respond'],
    ['acknowledged', 14_000 - (number % 9000)],
    ['resolved', 5000 - (number % 4000)],
  ];
  for (const [event, agoSeconds, target] of moments)
    for (const [field, value] of [
      ['case', number],
      ['age_seconds', 18_000 - agoSeconds],
    ] as const)
      yield {
        metric: {
          __name__: `watchcase_case_event_${field}`,
          ...placeOf(number),
          ...tags,
          event,
          ...(target === undefined ? {} : { target }),
        },
        course: same(value),
        stepSeconds: 0,
        agoSeconds,
      };
  const upgraded = { event: 'agent-changed', version: VERSIONS[1] ?? '' };
  const metric = { __name__: 'watchcase_host_event_hosts', ...placeOf(number), ...upgraded };
  yield { metric, course: same(1), stepSeconds: 0, agoSeconds: 7200 + number };
}
