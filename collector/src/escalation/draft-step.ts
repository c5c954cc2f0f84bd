import type { CaseEvent } from '../model/index.ts';
import type { Escalation } from './contract.ts';
import type { NextAct } from './decide-next.ts';
import { roundsOf } from '@watchcase/oncall';

/** A line of an escalation that has no number yet. */
export type EscalationLine = Omit<CaseEvent, 'caseId' | 'seq'> & { kind: 'chain' | 'escalated' | 'lapsed' };

/** The line that an act of an escalation leaves in the case's log (pure); undefined where nothing happens. `nameOf`: what people are called. */
export function draftStep(
  it: Escalation,
  next: NextAct,
  { now, nameOf }: { now: number; nameOf(person: string): string },
): EscalationLine | undefined {
  const line = (kind: EscalationLine['kind'], data: Record<string, unknown>): EscalationLine => ({
    time: now,
    kind,
    actor: 'watchcase',
    text: '',
    data,
  });
  const chain = it.copy?.chain;
  if (next.act === 'none' || next.act === 'wait' || chain === undefined) return undefined;
  if (next.act === 'lapse')
    return line('lapsed', { because: next.because, person: it.assignee, since: iso(it.seenAt) });
  if (next.act === 'progress')
    return line('escalated', {
      because: 'progress',
      people: [...next.people],
      names: next.people.map(nameOf).join(', '),
      reason: 'progress',
    });
  if (next.act === 'end') return line('escalated', { because: 'end', reached: next.reached });
  const passedBy = (away: readonly string[]) =>
    away.length === 0 ? {} : { away: away.map(nameOf).join(', ') };
  const asked = (place: Record<string, unknown>, { people, reason, channel, nextAt, ...other }: Asking) =>
    line('escalated', {
      ...place,
      people: [...people],
      names: people.map(nameOf).join(', '),
      reason,
      ...(channel === undefined ? {} : { channel }),
      next: iso(nextAt),
      ...passedBy(other.away),
      ...(other.evenAway ? { evenAway: true } : {}),
    });
  if (next.act === 'last-resort') return asked({ because: 'last-resort', time: next.time }, next);
  const { round, step } = next.place;
  const place = { round, rounds: roundsOf(chain), step, steps: chain.steps.length };
  if (next.act === 'pass')
    return line('escalated', { because: next.because, ...place, ...passedBy(next.away) });
  return asked({ because: 'asked', ...place }, next);
}

type Asking = Extract<NextAct, { act: 'ask' | 'last-resort' }>;

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
