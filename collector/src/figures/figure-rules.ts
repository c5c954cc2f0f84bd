import type { FigureId, Target } from '@watchcase/api';
import type { CaseFacts } from './facts-of-case.ts';

/** Which cases a figure counts, and what it measures of each; `of`: those of which it is a share. */
export interface FigureRule {
  counts(facts: CaseFacts): boolean;
  of?(facts: CaseFacts): boolean;
  /** Seconds, or hours. */
  measure?(facts: CaseFacts): number;
}

const isCounted = ({ fate }: CaseFacts) => fate === 'counted';
const isFault = (facts: CaseFacts) =>
  isCounted(facts) && (facts.kind === 'fault' || facts.kind === 'finding');
const isSolvedFault = (facts: CaseFacts) => isFault(facts) && facts.isSolved;
const isComplaint = (facts: CaseFacts) => isCounted(facts) && facts.kind === 'complaint';

function inside(target: Target): FigureRule {
  return {
    counts: (facts) => isCounted(facts) && facts.inside[target] === true,
    // Nobody loses a missed target by cancelling or merging its case.
    of: (facts) => facts.inside[target] === false || (isCounted(facts) && facts.inside[target] === true),
  };
}

function share(of: FigureRule['counts'], counts: FigureRule['counts']): FigureRule {
  return { of, counts: (facts) => of(facts) && counts(facts) };
}

function time(msOf: (facts: CaseFacts) => number | null | undefined): FigureRule {
  return {
    counts: (facts) => isCounted(facts) && typeof msOf(facts) === 'number',
    measure: (facts) => (msOf(facts) ?? 0) / 1000,
  };
}

/** What each figure counts (pure): the one place for its value and for the list of its cases. */
export const figureRules: Readonly<Record<FigureId, FigureRule>> = {
  cases: { counts: isCounted },
  cancelled: { counts: ({ fate }) => fate === 'cancelled' },
  merged: { counts: ({ fate }) => fate === 'merged' },
  'time-to-acknowledge': time(({ acknowledgeMs }) => acknowledgeMs),
  'time-to-acknowledge-service': time(({ acknowledgeServiceMs }) => acknowledgeServiceMs),
  'time-to-resolve': time(({ resolve }) => resolve?.ms),
  'time-to-resolve-unpaused': time(({ resolve }) => resolve?.unpausedMs),
  'time-to-resolve-service': time(({ resolve }) => resolve?.serviceMs),
  'time-to-resolve-service-unpaused': time(({ resolve }) => resolve?.serviceUnpausedMs),
  'inside-respond': inside('respond'),
  'inside-diagnose': inside('diagnose'),
  'inside-on-site': inside('on-site'),
  'inside-resolve': inside('resolve'),
  'inside-update': inside('update'),
  'found-first': share(isFault, ({ isFoundFirst }) => isFoundFirst),
  remote: share(isSolvedFault, ({ hasArrival }) => !hasArrival),
  'on-site': share(isSolvedFault, ({ hasArrival }) => hasArrival),
  'first-time-fix': share(isSolvedFault, ({ isReopened }) => !isReopened),
  recurrence: share(isFault, ({ isRecurrence }) => isRecurrence),
  satisfaction: share(
    (facts) => isCounted(facts) && facts.rating !== null,
    ({ rating }) => (rating ?? 0) >= 4,
  ),
  complaints: { counts: isComplaint },
  'complaints-handled': share(
    (facts) => isComplaint(facts) && (facts.isSolved || facts.inside.resolve === false),
    (facts) => facts.isSolved && facts.inside.resolve !== false,
  ),
  labour: hours(({ labourMinutes }) => labourMinutes),
  travel: hours(({ travelMinutes }) => travelMinutes),
  cost: { counts: ({ cost }) => cost.length > 0 },
};

function hours(minutesOf: (facts: CaseFacts) => number): FigureRule {
  return { counts: (facts) => minutesOf(facts) > 0, measure: (facts) => minutesOf(facts) / 60 };
}
