import type { RolloutStage, UpgradeOutcome } from '@watchcase/api';

/** A host that was asked to run the version, as it stands now. Times in Unix milliseconds. */
export interface AskedHost {
  host: string;
  stage: RolloutStage;
  askedAt: number;
  /** What it said became of it; null as long as it said nothing. */
  outcome: UpgradeOutcome | null;
  outcomeAt: number | null;
  /** Stable code of why not; empty without one. */
  code: string;
  isOnline: boolean;
  /** Since when it is, or is not. */
  presenceSince: number;
  /** How many things it could not read when it was asked, and now. */
  unreadBefore: number;
  unread: number;
}

/** How long is waited for what, milliseconds. */
export interface RolloutBounds {
  /** An upgraded host must have been well for so long before others follow. */
  settleMs: number;
  /** A host that was asked may be offline for so long. */
  awayMs: number;
  /** A host must have said what became of it by then. */
  answerMs: number;
}

/** What is known. */
export interface RolloutFacts {
  stage: RolloutStage;
  asked: readonly AskedHost[];
  /** Hosts that could be asked now, in the order in which they would be. */
  candidates: readonly string[];
}

/** What happens next, and why. */
export type RolloutDecision =
  | {
      do: 'ask';
      stage: RolloutStage;
      hosts: readonly string[];
      because: 'nobody has it yet' | 'all before are well' | 'hosts have come back';
    }
  | { do: 'wait'; because: 'hosts have not answered' | 'hosts settle' }
  | { do: 'stop'; because: StopReason; hosts: readonly string[] }
  | { do: 'end'; because: 'all hosts have it' };

export type StopReason =
  | 'rolled back'
  | 'refused'
  | 'went offline'
  | 'cannot read what it could'
  | 'no answer';

/** A host that this version has no package for is passed over. */
const PASSED_OVER = 'UPGRADE_NOT_FOR_THIS_HOST';
const TENTH = 10;

/** The next step of a version's way to its hosts (pure): nobody follows a host that did not come through. */
export function decideRollout(facts: RolloutFacts, now: number, bounds: RolloutBounds): RolloutDecision {
  const { asked, candidates, stage } = facts;
  const counted = asked.filter(({ code }) => code !== PASSED_OVER);
  const ill = counted.flatMap((one) => {
    const why = faultOf(one, now, bounds);
    return why === undefined ? [] : [{ host: one.host, why }];
  });
  const worst = WORST_FIRST.find((why) => ill.some((one) => one.why === why));
  if (worst !== undefined)
    return {
      do: 'stop',
      because: worst,
      hosts: ill.filter(({ why }) => why === worst).map(({ host }) => host),
    };
  if (counted.length === 0)
    return candidates.length === 0
      ? { do: 'end', because: 'all hosts have it' }
      : { do: 'ask', stage: 'first', hosts: candidates.slice(0, 1), because: 'nobody has it yet' };
  if (counted.some(({ outcome }) => outcome === null))
    return { do: 'wait', because: 'hosts have not answered' };
  if (counted.some(({ outcomeAt }) => now - (outcomeAt ?? now) < bounds.settleMs))
    return { do: 'wait', because: 'hosts settle' };
  if (candidates.length === 0) return { do: 'end', because: 'all hosts have it' };
  if (stage === 'all') return { do: 'ask', stage, hosts: candidates, because: 'hosts have come back' };
  const tenth = Math.ceil((counted.length + candidates.length) / TENTH) - counted.length;
  return stage === 'first' && tenth > 0
    ? { do: 'ask', stage: 'tenth', hosts: candidates.slice(0, tenth), because: 'all before are well' }
    : { do: 'ask', stage: 'all', hosts: candidates, because: 'all before are well' };
}

const WORST_FIRST: readonly StopReason[] = [
  'rolled back',
  'refused',
  'went offline',
  'cannot read what it could',
  'no answer',
];

function faultOf(one: AskedHost, now: number, bounds: RolloutBounds): StopReason | undefined {
  if (one.outcome === 'rolled-back') return 'rolled back';
  if (one.outcome === 'refused') return 'refused';
  // It may have gone before it was asked.
  if (!one.isOnline && now - Math.max(one.presenceSince, one.askedAt) >= bounds.awayMs) return 'went offline';
  if (one.outcome === null) return now - one.askedAt >= bounds.answerMs ? 'no answer' : undefined;
  return one.unread > one.unreadBefore ? 'cannot read what it could' : undefined;
}
