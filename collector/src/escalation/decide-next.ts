import { delayMs, resortEveryMs, roundsOf } from '@watchcase/oncall';
import type { PageReason } from '../model/index.ts';
import type { Answer, Asked, AskWho, ChainCopy, Escalation, Standing, Walk } from './contract.ts';
import { nextMoment } from './next-moment.ts';

/** Where a walk goes next. */
export type Place =
  | { kind: 'step'; round: number; step: number }
  | { kind: 'last-resort'; time: number }
  | { kind: 'end' };

/** Who is asked, why, and until when an answer is waited for. */
interface Asking {
  people: readonly string[];
  reason: PageReason;
  channel: string | undefined;
  nextAt: number;
  /** Who would have been asked and is away. */
  away: readonly string[];
  /** They are asked although they are away. */
  evenAway: boolean;
}

/** What an escalation does now. */
export type NextAct =
  | { act: 'none'; because: Standing }
  | { act: 'wait'; because: Standing; at: number }
  /** Whoever has it shows no sign of life, or nobody has it any more. */
  | { act: 'lapse'; because: 'silent' | 'unassigned' }
  | ({ act: 'ask'; place: Extract<Place, { kind: 'step' }> } & Asking)
  | {
      act: 'pass';
      place: Extract<Place, { kind: 'step' }>;
      because: Exclude<Answer['because'], 'asked'>;
      away: readonly string[];
    }
  | ({ act: 'last-resort'; time: number } & Asking)
  | { act: 'progress'; people: readonly string[] }
  | { act: 'end'; reached: boolean };

/** So often the last resort is asked at most. */
const MOST_RESORTS = 48;

/**
 * What comes next in a case's chain (pure): whom it asks at `now`, when it will, or why it does nothing. A step's delay is waited out once it has asked somebody; a step
 * that reaches nobody passes at once, and a round that has reached nobody is not walked again. Where all that reaches nobody, everybody of the config's duty is asked. Who is away is asked by the last
 * resort alone, once nobody else is left.
 */
export function decideNext(it: Escalation, who: AskWho, now: number): NextAct {
  const { at, because } = nextMoment(it);
  const { copy, walk } = it;
  if (at === null) return { act: 'none', because };
  if (now < at) return { act: 'wait', because, at };
  if (because === 'acknowledged')
    return { act: 'lapse', because: it.assignee === null ? 'unassigned' : 'silent' };
  if (because === 'progress') return { act: 'progress', people: askedForProgress(who) };
  if (copy === null || walk === null) return { act: 'none', because };
  const place = nextPlace(walk, copy);
  if (place.kind === 'end') return { act: 'end', reached: walk.askedAt !== null };
  if (place.kind === 'last-resort') return askLastResort(it, { walk, copy, time: place.time }, who, now);
  const step = copy.chain.steps[place.step - 1];
  if (step === undefined) return { act: 'end', reached: walk.askedAt !== null };
  const others = who(step);
  // Whoever was silent is asked with the others, and makes nobody wait who would be asked at once.
  const { away = [] } = others;
  if (others.because !== 'asked') return { act: 'pass', place, because: others.because, away };
  const answer = withAssignee(it, walk, others, who);
  return {
    act: 'ask',
    place,
    people: answer.people,
    reason: it.isLapsed ? 'lapsed' : walk.askedAt === null ? walk.reason : 'step',
    channel: step.channel,
    nextAt: now + delayMs(step),
    away,
    evenAway: false,
  };
}

/** The lead; where there is none, the manager, and where there is none either, whoever has it once more. */
function askedForProgress(who: AskWho): readonly string[] {
  for (const page of ['lead', 'manager', 'assignee'] as const) {
    const answer = who({ page: [page] });
    if (answer.because === 'asked') return answer.people;
  }
  return [];
}

/** Where a walk through a chain goes next (pure). */
export function nextPlace(walk: Walk, { chain }: Pick<ChainCopy, 'chain'>): Place {
  if (walk.isOver) return { kind: 'end' };
  const { round, step, hasAsked, resorts } = walk;
  if (resorts === 0) {
    if (round === 0) return { kind: 'step', round: 1, step: 1 };
    if (step < chain.steps.length) return { kind: 'step', round, step: step + 1 };
    if (hasAsked && round < roundsOf(chain)) return { kind: 'step', round: round + 1, step: 1 };
  }
  const most = chain.lastResort === undefined ? 1 : MOST_RESORTS;
  return resorts < most ? { kind: 'last-resort', time: resorts + 1 } : { kind: 'end' };
}

/** Whom the last resort of a chain asks: everybody of the config's duty where it names nobody. */
function lastResortOf({ chain: { lastResort } }: Pick<ChainCopy, 'chain'>): Asked {
  return lastResort ?? EVERYBODY;
}

const EVERYBODY: Asked = { page: ['everybody'] };

function askLastResort(
  it: Escalation,
  { walk, copy, time }: { walk: Walk; copy: ChainCopy; time: number },
  who: AskWho,
  now: number,
): NextAct {
  const own = lastResortOf(copy);
  // Everybody of the config's duty stands in once.
  const asked = time > 1 ? [own] : [own, EVERYBODY];
  const there = firstAsked(asked, who);
  const answer = withAssignee(it, walk, there.answer, who);
  const evenAway = answer.because !== 'asked';
  const found = evenAway
    ? firstAsked(
        asked.map((one) => ({ ...one, evenAway: true })),
        who,
      )
    : there;
  const people = evenAway ? found.answer.people : answer.people;
  if (people.length === 0) return { act: 'end', reached: walk.askedAt !== null };
  return {
    act: 'last-resort',
    time,
    people,
    reason: it.isLapsed ? 'lapsed' : walk.askedAt === null ? walk.reason : 'step',
    channel: found.asked?.channel,
    nextAt: now + resortEveryMs(copy.chain),
    away: evenAway ? [] : there.away,
    evenAway,
  };
}

/** The first of several that finds somebody, and who would have been found before and is away. */
function firstAsked(
  several: readonly Asked[],
  who: AskWho,
): { answer: Answer; asked: Asked | undefined; away: readonly string[] } {
  const away: string[] = [];
  for (const asked of several) {
    const answer = who(asked);
    away.push(...(answer.away ?? []));
    if (answer.because === 'asked') return { answer, asked, away: [...new Set(away)] };
  }
  return { answer: { because: 'nobody-on-duty', people: [] }, asked: undefined, away: [...new Set(away)] };
}

/** Whoever has had the case and was silent is asked first of all, with the others. */
function withAssignee(it: Escalation, walk: Walk, answer: Answer, who: AskWho): Answer {
  if (!it.isLapsed || walk.askedAt !== null || it.assignee === null) return answer;
  const { people } = who({ page: ['assignee'], evenAway: true });
  const all = [...new Set([...people, ...answer.people])];
  return all.length === 0 ? answer : { because: 'asked', people: all };
}
