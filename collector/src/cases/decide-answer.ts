import { type CaseState, isTaken, type Severity } from '@watchcase/api';
import { severityRank } from './fold.ts';

/** Whether somebody must answer anew, and for which alert. */
export interface AnswerDecision<A> {
  because: 'nobody-has-it' | 'same-fault' | 'not-worse' | 'worse-than-what-fires';
  again: A | undefined;
}

/**
 * Decides whether alerts that enter a case need an answer of their own (pure). Whoever has the case has answered for what fired then: a new alert that
 * is more severe than everything that still fires is something else. What is frozen or has recovered says nothing about now.
 */
export function decideAnswer<A extends { id: string; severity: Severity }>(
  { state }: { state: CaseState },
  {
    entering,
    known,
    firing,
  }: {
    entering: readonly A[];
    /** Ids of those that were in the case before. */
    known: ReadonlySet<string>;
    /** The worst that fires in the case beside them; undefined when nothing does. */
    firing: Severity | undefined;
  },
): AnswerDecision<A> {
  if (!isTaken(state)) return { because: 'nobody-has-it', again: undefined };
  const fresh = entering.filter((one) => !known.has(one.id));
  if (fresh.length === 0) return { because: 'same-fault', again: undefined };
  const worst = firing === undefined ? -1 : severityRank(firing);
  const again = fresh.find((one) => severityRank(one.severity) > worst);
  return { because: again === undefined ? 'not-worse' : 'worse-than-what-fires', again };
}
