import { calendarSchema, serviceTime } from '@watchcase/calendar';
import {
  type ClockEvent,
  clocksOf,
  policySchema,
  type ResolveTerms,
  type Terms,
  termsOf,
} from '@watchcase/sla';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countMinutes, type PlainEvent, type Spoken } from './minute-count.ts';
import { play } from './play-log.ts';
import { type BothTerms, desk, WINDOWS } from './random-desk.ts';

const MIN = 60_000;
const RUNS = 5000;
/** So long after its last event a case is looked at, minutes. */
const AFTER = 2 * 1440;

interface Step {
  after: number;
  kind: string;
  severity: string;
  reason: string;
  lasts: number | null;
  other: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  after: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 900 })),
  kind: fc.constantFrom(
    'acknowledged',
    'unassigned',
    'worsened',
    'told',
    'told',
    'note',
    'robot',
    'diagnosed',
    'on-site-needed',
    'on-site-arrived',
    'held',
    'held',
    'resumed',
    'severity-changed',
    'severity-raised',
    'terms',
    'resolved',
    'reopened',
    'closed',
    'cancelled',
  ),
  severity: fc.constantFrom('critical', 'major', 'minor', 'advisory'),
  reason: fc.constantFrom('customer', 'supplier', 'parts'),
  lasts: fc.option(fc.integer({ min: -5, max: 900 })),
  other: fc.boolean(),
});

const ENDS = new Set(['resolved', 'closed', 'cancelled']);

/** A log in the plain form, of steps that make sense: nothing but a reopening happens to a case that has ended. */
function logOf(
  steps: readonly Step[],
  terms: readonly [BothTerms, BothTerms],
  start: number,
  category: string,
): PlainEvent[] {
  const events: PlainEvent[] = [
    { minute: start, kind: 'opened', severity: 'major', category, terms: terms[0].plain },
  ];
  let minute = start;
  let ended = false;
  for (const { after, kind, severity, reason, lasts, other } of steps) {
    if ((kind === 'reopened') !== ended) continue;
    minute += after;
    if (ENDS.has(kind)) ended = true;
    if (kind === 'reopened') ended = false;
    events.push({
      minute,
      kind,
      ...(kind.startsWith('severity') ? { severity } : {}),
      ...(kind === 'held' ? { reason, until: lasts === null ? null : minute + lasts } : {}),
      ...(kind === 'told' ? { isProgress: true } : {}),
      ...(kind === 'terms' ? { terms: terms[other ? 1 : 0].plain } : {}),
    });
  }
  return events;
}

/** The same log as the collector keeps it. */
function keptOf(events: readonly PlainEvent[], refOf: (event: PlainEvent) => object): ClockEvent[] {
  return events.map((event) => ({ time: event.minute * MIN, ...dataOf(event, refOf) }));
}

function dataOf(event: PlainEvent, refOf: (event: PlainEvent) => object): Omit<ClockEvent, 'time'> {
  const { kind, severity, category, reason, until } = event;
  switch (kind) {
    case 'opened':
      return { kind, data: { severity, category, terms: refOf(event) } };
    case 'told':
      return { kind: 'note', data: { visibility: 'customer', author: { kind: 'person' } } };
    case 'robot':
      return { kind: 'note', data: { visibility: 'customer', author: { kind: 'robot' } } };
    case 'note':
      return { kind, data: { visibility: 'internal', author: { kind: 'person' } } };
    case 'held':
      return { kind, data: { reason, until: until === null || until === undefined ? null : until * MIN } };
    case 'terms':
      return { kind, data: { terms: refOf(event) } };
    default:
      return { kind, data: severity === undefined ? {} : { severity } };
  }
}

function builtOf({ policy, business, other, travel }: BothTerms): Terms {
  return termsOf(policySchema.parse(policy), {
    version: 1,
    business: serviceTime(calendarSchema.parse(business.record)),
    calendars: [serviceTime(calendarSchema.parse(other.record))],
    travelAllowanceMs: travel * MIN,
  });
}

const order = (spoken: readonly Spoken[]) =>
  spoken.map(({ target, percent, minute }) => `${target} ${minute} ${percent}`).toSorted();

it(`says what a count of minutes says, of ${RUNS} random policies and logs`, { timeout: 300_000 }, () => {
  let breaches = 0;
  fc.assert(
    fc.property(
      fc.tuple(desk, desk),
      fc.constantFrom(...WINDOWS),
      fc.integer({ min: 0, max: 6 * 1440 }),
      fc.array(step, { maxLength: 12 }),
      fc.constantFrom('software', 'data'),
      (...[terms, window, offset, steps, category]) => {
        const log = logOf(steps, terms, window + offset, category);
        const end = (log.at(-1)?.minute ?? 0) + AFTER;
        const built = terms.map(builtOf);
        const refOf = (event: PlainEvent) => ({
          contract: null,
          policy: { id: 'random', version: event.terms === terms[1].plain ? 2 : 1 },
          calendars: [],
          scope: 'covered',
          travelAllowanceMs: 0,
          content: 'random',
        });
        const resolve: ResolveTerms = (ref) => built[(ref?.policy.version ?? 1) - 1] as Terms;
        const { events, spoken } = play(keptOf(log, refOf), resolve, end * MIN);
        const { clocks: counted, spoken: said } = countMinutes(log, end);
        const clocks = clocksOf(events, resolve);
        expect(clocks.map(({ target }) => target)).toEqual([...counted.keys()]);
        expect(order(spoken)).toEqual(order(said));
        for (const clock of clocks) {
          const one = counted.get(clock.target);
          breaches += one?.isBreached === true ? 1 : 0;
          expect([
            clock.target,
            clock.stoppedAt === null ? null : clock.stoppedAt / MIN,
            clock.state === 'breached',
          ]).toEqual([clock.target, one?.stopped ?? null, one?.isBreached]);
          if (one?.due != null) expect(clock.dueAt / MIN).toBe(one.due);
          else if (clock.stoppedAt === null && clock.paused === null)
            expect(clock.dueAt / MIN).toBeGreaterThan(end);
        }
      },
    ),
    { numRuns: RUNS, seed: 20_261_127 },
  );
  expect(breaches).toBeGreaterThan(RUNS / 10);
});
