import { workBodySchema } from '@watchcase/api';
import type { CaseEvent } from '../model/index.ts';

/** What a contract says that work costs, from a moment on (Unix milliseconds). */
export interface RatesVersion {
  since: number;
  /** Of an hour; undefined where the contract names none. */
  rates: { currency: string; labour?: number | undefined; travel?: number | undefined } | undefined;
}

/** What was put into a case. */
export interface WorkDone {
  labourMinutes: number;
  travelMinutes: number;
  /** By currency; null where the contract names none. */
  cost: { currency: string | null; amount: number }[];
}

/** Adds up the work log of a case, each line by the rates that held when it was written (pure). `versions`: of its contract, in any order. */
export function costOfWork(events: readonly CaseEvent[], versions: readonly RatesVersion[]): WorkDone {
  const done: WorkDone = { labourMinutes: 0, travelMinutes: 0, cost: [] };
  const amounts = new Map<string | null, number>();
  for (const { kind, time, data } of events) {
    const work = kind === 'work-logged' ? workBodySchema.safeParse(data).data : undefined;
    if (work === undefined) continue;
    const rates = ratesAt(versions, time);
    const parts = work.parts.reduce((sum, { count, unitPrice }) => sum + count * unitPrice, 0);
    const hours = work.labourMinutes * (rates?.labour ?? 0) + work.travelMinutes * (rates?.travel ?? 0);
    const currency = rates?.currency ?? null;
    const amount = hours / 60 + parts;
    if (amount > 0) amounts.set(currency, (amounts.get(currency) ?? 0) + amount);
    done.labourMinutes += work.labourMinutes;
    done.travelMinutes += work.travelMinutes;
  }
  done.cost = [...amounts].map(([currency, amount]) => ({ currency, amount: cents(amount) }));
  return done;
}

/** To two places, as money is told. */
export function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** The version that held then; of a contract that was written down later, its first. */
function ratesAt(versions: readonly RatesVersion[], time: number): RatesVersion['rates'] {
  const sorted = versions.toSorted((a, b) => a.since - b.since);
  return (sorted.findLast(({ since }) => since <= time) ?? sorted[0])?.rates;
}
