import type { PlainEvent } from '../../clocks/minute-count.ts';
import type { CountedCase } from '../../harness/expected-figures.ts';
import type { Expected } from './expected.ts';
import type { Fault, Step } from './fault.ts';
import { RATES } from './promises.ts';
import type { Year } from './story.ts';

/** A fault as figures should count it, told from the year's own record. */
export interface CountedFault extends CountedCase {
  fault: Fault;
  severity: string;
  contract: string;
  /** What work and parts cost, by currency; null where its contract names none. */
  money: { currency: string | null; amount: number } | null;
}

const ENDS = new Set(['resolved', 'closed', 'cancelled', 'merged']);
const RECURRENCE_DAYS = 30;

/** Counts every fault of the year. */
export function countFigures(year: Year, expected: Expected): CountedFault[] {
  return year.faults.map((fault) => countFault(fault, year, expected));
}

function countFault(fault: Fault, year: Year, expected: Expected): CountedFault {
  const { number } = fault;
  const log = expected.logs[number] ?? [];
  const steps = year.steps.filter((step) => step.fault === number);
  const life = livedThrough(log);
  const answered = log.find(({ kind }) => kind === 'acknowledged');
  const solving = expected.measured[number]?.get('resolve');
  const isSolved = life.fate === 'counted' && life.isEnded;
  const contract = fault.owedLast.contract;
  return {
    fault,
    kind: fault.kind,
    severity: log.findLast(({ severity }) => severity !== undefined)?.severity ?? '',
    contract,
    fate: life.fate,
    isSolved,
    ack: answered === undefined ? null : answered.minute - fault.opened,
    ackService: answered === undefined ? null : (expected.measured[number]?.get('respond')?.first ?? null),
    resolve:
      isSolved && solving !== undefined
        ? {
            wall: life.openMinutes,
            unpaused: life.openMinutes - solving.waited,
            service: solving.counted === null ? null : solving.counted + solving.waitedOpen,
            serviceUnpaused: solving.counted,
          }
        : null,
    inside: Object.fromEntries(
      [...(expected.clocks[number] ?? [])].map(([target, { stopped, isBreached }]) => [
        target,
        isBreached ? false : stopped === null ? undefined : true,
      ]),
    ),
    isFoundFirst: firstOf(fault, year).isOurs,
    hasArrival: log.some(({ kind }) => kind === 'on-site-arrived'),
    isReopened: life.isReopened,
    isRecurrence: isRecurrence(fault, year, expected),
    rating: ratingOf(steps),
    ...workOf(steps, contract),
  };
}

/** From its first line to its last. */
function livedThrough(log: readonly PlainEvent[]) {
  const life = { fate: 'counted' as CountedFault['fate'], isEnded: false, isReopened: false, openMinutes: 0 };
  let since = log[0]?.minute ?? 0;
  for (const { kind, minute } of log) {
    if (ENDS.has(kind)) {
      if (!life.isEnded) life.openMinutes += minute - since;
      life.isEnded = true;
      if (kind === 'cancelled' || kind === 'merged') life.fate = kind;
    } else if (kind === 'reopened' && life.isEnded) {
      since = minute;
      life.isEnded = false;
      life.isReopened = true;
    }
  }
  return life;
}

/** Of all that became one case, what came first. */
function firstOf(fault: Fault, { faults, steps }: Year): Fault {
  const parts = steps.flatMap((step) =>
    step.deed.kind === 'merge' && step.deed.into === fault.number ? (faults[step.fault] ?? []) : [],
  );
  return [fault, ...parts].reduce((first, one) => (one.opened < first.opened ? one : first));
}

/** The same category of the same host has fired before, and that had ended a month ago at most. */
function isRecurrence(
  { number, place, category, door, opened }: Fault,
  { faults }: Year,
  { logs }: Expected,
) {
  if (door !== 'alert') return false;
  const former = faults.findLast(
    (one) =>
      one.number < number &&
      one.door === 'alert' &&
      one.place.host === place.host &&
      one.category === category,
  );
  const ended = logs[former?.number ?? -1]?.findLast(({ kind }) => ENDS.has(kind));
  return ended !== undefined && opened - ended.minute <= RECURRENCE_DAYS * 1440;
}

function ratingOf(steps: readonly Step[]): number | null {
  const rated = steps.flatMap(({ deed }) =>
    deed.kind === 'customer by link' && deed.word.startsWith('rate-') ? Number(deed.word.slice(5)) : [],
  );
  return rated.at(-1) ?? null;
}

interface Work {
  labourMinutes: number;
  travelMinutes: number;
  parts: readonly { count: number; unitPrice: number }[];
}

function workOf(steps: readonly Step[], contract: string): Pick<CountedFault, 'labour' | 'travel' | 'money'> {
  const rates = RATES[contract];
  const all = { labour: 0, travel: 0, amount: 0 };
  for (const { deed, at } of steps) {
    if (deed.kind !== 'act' || deed.path !== 'work') continue;
    const { labourMinutes, travelMinutes, parts } = deed.body as Work;
    const rate = rates?.findLast(({ since }) => since <= at);
    all.labour += labourMinutes;
    all.travel += travelMinutes;
    all.amount += (labourMinutes / 60) * (rate?.labour ?? 0) + (travelMinutes / 60) * (rate?.travel ?? 0);
    all.amount += parts.reduce((sum, { count, unitPrice }) => sum + count * unitPrice, 0);
  }
  const currency = rates?.[0]?.currency ?? null;
  return {
    labour: all.labour,
    travel: all.travel,
    money: all.amount > 0 ? { currency, amount: all.amount } : null,
  };
}
