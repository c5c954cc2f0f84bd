import {
  type Counted,
  countMinutes,
  type Measured,
  type PlainEvent,
  type Spoken,
} from '../../clocks/minute-count.ts';
import { isOpenAt } from '../../clocks/plain-calendar.ts';
import type { Step } from './fault.ts';
import { YEAR_ENDS } from './promises.ts';
import type { Year } from './story.ts';

/** What clocks say of a fault after a step: minutes at which what runs is due; null while that is not known because it waits. */
export type Dues = Readonly<Record<string, number | null>>;

/** What the year must come to, by counting minutes. */
export interface Expected {
  /** After each step that moves a clock of a fault which goes on, by the step's place in the year. */
  dues: ReadonlyMap<number, { fault: number; dues: Dues }>;
  /** At the end of the year, by fault. */
  logs: readonly (readonly PlainEvent[])[];
  clocks: readonly ReadonlyMap<string, Counted>[];
  measured: readonly ReadonlyMap<string, Measured>[];
  spoken: readonly (readonly Spoken[])[];
}

/** Farther than any promise of the company reaches, holidays and all. */
const FAR = 60 * 1440;
const ENDED = new Set(['resolved', 'confirmed', 'closed', 'cancelled', 'merged']);

/** Counts the minutes of every fault's life. */
export function expectedOf({ faults, steps }: Year): Expected {
  const logs: PlainEvent[][] = faults.map(() => []);
  const dues = new Map<number, { fault: number; dues: Dues }>();
  for (const [index, { fault, at, lines, others }] of steps.entries()) {
    const own = logs[fault] as PlainEvent[];
    own.push(...lines);
    if (others !== undefined) logs[others.fault]?.push(...others.lines);
    const known = own.filter(({ minute }) => minute <= at);
    if (lines.some(({ minute }) => minute === at) && !ENDED.has(known.at(-1)?.kind ?? ''))
      dues.set(index, { fault, dues: duesOf(known, at) });
  }
  const counted = logs.map((log) => countMinutes(log, YEAR_ENDS));
  return {
    dues,
    logs,
    clocks: counted.map(({ clocks }) => clocks),
    measured: counted.map(({ measured }) => measured),
    spoken: counted.map(({ spoken }) => spoken),
  };
}

/** When everything that runs at a minute is due if nothing else happens. */
function duesOf(log: readonly PlainEvent[], now: number): Dues {
  const dues: Record<string, number | null> = {};
  for (const [target, clock] of countMinutes(log, now).clocks)
    if (clock.stopped === null) dues[target] = dueOf(log, target, clock, now);
  return dues;
}

function dueOf(log: readonly PlainEvent[], target: string, clock: Counted, now: number): number | null {
  if (clock.due !== null) return clock.due;
  const held = holdAt(log);
  const terms = log.findLast((line) => line.terms !== undefined)?.terms;
  const waits = held !== null && terms?.pauses(target, held.reason) === true;
  // The minute that begins now is counted already.
  let minute = now + 1;
  if (waits) {
    if (held.until === null) return null;
    minute = Math.max(minute, held.until);
  }
  for (let left = clock.left; minute < now + FAR; minute++) {
    if (isOpenAt(clock.calendar, minute) && --left <= 0) return minute + 1;
  }
  throw new Error(`${target} is due in more than ${FAR} minutes`);
}

/** Whom a case waits for at the end of its log; null when for nobody. */
function holdAt(log: readonly PlainEvent[]): { reason: string; until: number | null } | null {
  let hold: { reason: string; until: number | null } | null = null;
  for (const { kind, reason = '', until = null } of log) {
    if (kind === 'held') hold = { reason, until };
    if (['resumed', 'given-back', 'worsened', 'reopened'].includes(kind) || ENDED.has(kind)) hold = null;
  }
  const now = log.at(-1)?.minute ?? 0;
  return hold !== null && hold.until !== null && hold.until <= now ? null : hold;
}

/** All that is done to one fault, in words, for whoever must find out what went wrong. */
export function tellFault(steps: readonly Step[], fault: number): string {
  const told = steps.filter((step) => step.fault === fault || step.others?.fault === fault);
  return told
    .map(({ at, deed, lines }) => {
      const kinds = lines.map(({ kind, severity = '' }) => `${kind} ${severity}`.trim()).join(', ');
      return `${new Date(at * 60_000).toISOString()} ${JSON.stringify(deed)} → ${kinds}`;
    })
    .join('\n');
}
