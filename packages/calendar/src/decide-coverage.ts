import type { ServiceTime } from './service-time.ts';

/** Whether a calendar's days run out. */
export interface CoverageDecision {
  because: 'sure-for-ever' | 'known-long-enough' | 'ends-soon' | 'has-ended';
  /** When it ends or ended, Unix milliseconds; null when it never does. */
  endsAt: number | null;
}

/** Decides whether a finding about a calendar's coverage is due at `now` (pure): from the day on from which it is to be told, until it knows more. */
export function decideCoverage(
  { provisionalFrom: endsAt, toldFrom }: Pick<ServiceTime, 'provisionalFrom' | 'toldFrom'>,
  now: number,
): CoverageDecision {
  if (endsAt === null) return { because: 'sure-for-ever', endsAt };
  if (now >= endsAt) return { because: 'has-ended', endsAt };
  return { because: now >= (toldFrom ?? endsAt) ? 'ends-soon' : 'known-long-enough', endsAt };
}
