import { type FigureGrouping, NO_CONTRACT, periodOf } from '@watchcase/api';
import type { ZoneClock } from '@watchcase/calendar';
import type { CountedCase } from './read-counted.ts';

/** The group that a case is in (pure): a customer's id, a contract's, a severity, or a period's name in the zone of `clock`. */
export function groupOf(
  { customer, severity, openedAt, facts }: CountedCase,
  by: FigureGrouping,
  clock: ZoneClock,
): string {
  if (by === 'customer') return customer;
  if (by === 'contract') return facts.contract ?? NO_CONTRACT;
  if (by === 'severity') return severity;
  return periodOf(by, clock.dayAt(openedAt)).name;
}
