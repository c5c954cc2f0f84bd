import { periodBeside, periodOf, type Period } from '@watchcase/api';
import { zoneClock } from '@watchcase/calendar';

/** A contract that is in use, as far as its monthly calls ask. Days since 1970-01-01 in the customer's zone, the last one included. */
export interface CalledContract {
  id: string;
  customer: string;
  zone: string;
  from: number;
  to: number;
}

/** A call that is due for a contract and a month. */
export interface MonthlyCall {
  contract: string;
  customer: string;
  /** `2026-03`. */
  month: string;
  /** The end of the month, or of the contract's last day in it. */
  dueAt: number;
}

/**
 * The calls that come due for the months that have begun since `lastRun`, and for this one (pure): those that are there already are given again. A contract that has
 * ended by now, or has not begun, gets none. Unix milliseconds; without a `lastRun` there is this month only.
 */
export function decideMonthlyCalls(
  contracts: readonly CalledContract[],
  { lastRun, now }: { lastRun: number | null; now: number },
): MonthlyCall[] {
  return contracts.flatMap(({ id, customer, zone, from, to }) => {
    const clock = zoneClock(zone);
    const today = clock.dayAt(now);
    if (to < today) return [];
    const current = periodOf('month', today);
    const months = monthsBetween(
      lastRun === null ? current : periodOf('month', clock.dayAt(lastRun)),
      current,
    );
    return months.flatMap((month) => {
      const first = Math.max(month.from, from);
      const last = Math.min(month.to - 1, to);
      const isNew = month.name === current.name || clock.momentOf(first, 0) > (lastRun ?? now);
      if (first > last || first > today || !isNew) return [];
      return [{ contract: id, customer, month: month.name, dueAt: clock.momentOf(last, 1440) }];
    });
  });
}

function monthsBetween(first: Period, last: Period): Period[] {
  const months = [last];
  for (let month = last; month.from > first.from; ) {
    month = periodBeside(month, -1);
    months.unshift(month);
  }
  return months;
}
