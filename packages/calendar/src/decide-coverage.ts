import type { ServiceTime } from './service-time.ts';

/** How long before its coverage ends somebody must hear of it. */
const TOLD_BEFORE_MS = 30 * 86_400_000;

/** Whether a calendar's days run out. */
export interface CoverageDecision {
  because: 'sure-for-ever' | 'known-long-enough' | 'ends-soon' | 'has-ended';
  /** When it ends or ended, Unix milliseconds; null when it never does. */
  endsAt: number | null;
}

/** Decides whether a finding about a calendar's coverage is due at `now` (pure): from 30 days before its end on, until it knows more. */
export function decideCoverage(time: Pick<ServiceTime, 'provisionalFrom'>, now: number): CoverageDecision {
  const endsAt = time.provisionalFrom;
  if (endsAt === null) return { because: 'sure-for-ever', endsAt };
  if (now >= endsAt) return { because: 'has-ended', endsAt };
  return { because: now >= endsAt - TOLD_BEFORE_MS ? 'ends-soon' : 'known-long-enough', endsAt };
}
