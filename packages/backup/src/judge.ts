import type { BackupState } from '@watchcase/api';
import type { JobFacts } from './facts.ts';
import { judgeCopies } from './judge-copies.ts';
import { judgeProof } from './judge-proof.ts';
import { type Expectation, expectationOf, judgeRuns, openSince } from './judge-runs.ts';
import { judgeUnusual } from './judge-unusual.ts';
import type { Policy } from './policy.ts';
import type { BackupVerdict } from './verdict.ts';
import { judgeWatched, watchedOnly } from './watched.ts';

/** How a job stands that a policy judges. */
type JobState = Exclude<BackupState, 'unjudged'>;

/** What a policy says of a job at a moment. */
export interface Judgement {
  state: JobState;
  /** Of each check that the policy asks for; those with a severity are breaches. */
  verdicts: readonly BackupVerdict[];
  /** The moment of the schedule that nothing has come for yet, and what is missed after; null when none comes any more. */
  expectedAt: number | null;
  deadline: number | null;
  /** When this may change though nothing is told; null when it does not. Unix milliseconds. */
  next: number | null;
}

/** Judges one job (pure): what is known of it, and the time, against what is promised. */
export function judge(policy: Policy, facts: JobFacts, now: number): Judgement {
  const expectation = expectationOf(policy, facts, now);
  const watched = watchedOnly(policy, facts, now);
  const verdicts = [
    ...judgeRuns(policy, facts, { now, expectation, watched }),
    ...judgeCopies(policy, facts, { now, watched }),
    ...judgeUnusual(policy, facts),
    ...judgeProof(policy, facts, { now, watched }),
    ...judgeWatched(policy, facts, now),
  ];
  let next = soonest(null, expectation.next, now);
  for (const verdict of verdicts) next = soonest(next, verdict.next, now);
  return {
    state: stateOf(policy, watched, { now, expectation }),
    verdicts,
    expectedAt: expectation.expectedAt,
    deadline: expectation.deadline,
    next,
  };
}

function soonest(known: number | null, at: number | null, now: number): number | null {
  return at === null || at <= now || (known !== null && known <= at) ? known : at;
}

function stateOf(
  policy: Policy,
  facts: JobFacts,
  { now, expectation }: { now: number; expectation: Expectation },
): JobState {
  const { runs, locations } = facts;
  const open = openSince(facts);
  const last = runs.at(-1);
  const begun = open.at(-1);
  if (open[0] !== undefined && now >= open[0] + policy.maxRunMs) return 'stuck';
  if (expectation.state === 'missed') return 'missed';
  if (begun !== undefined && begun > (last?.endedAt ?? 0)) return 'running';
  if (last?.outcome === 'failed' || last?.outcome === 'interrupted') return 'failed';
  if (expectation.state === 'late' || expectation.state === 'unheard') return expectation.state;
  if (last === undefined && locations.every(({ newest }) => newest === null)) return 'waiting';
  const isPartial =
    last?.outcome === 'warnings' || locations.some(({ newest }) => newest?.complete === 'warnings');
  return isPartial ? 'warnings' : 'good';
}
