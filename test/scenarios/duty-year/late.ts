import { countMinutes, type PlainEvent, type PlainTerms } from '../../clocks/minute-count.ts';
import { PROMISES } from './promises.ts';
import type { DutyCase } from './story.ts';

/** A time that has run short, or out (100). */
export interface Late {
  /** Minutes since 1970. */
  at: number;
  target: string;
  percent: number;
}

/** Deeds are in the middle of a minute: it is halves that are counted. */
const HALVES = 2;
const terms: PlainTerms = {
  warnings: [50, 75],
  pauses: () => false,
  promise(target, severity) {
    const minutes = PROMISES[`${target} ${severity}`];
    return minutes === undefined ? undefined : { minutes: minutes * HALVES, calendar: null };
  },
};

/** What a case's clocks say in the course of its life, by counting. */
export function latesOf({ severity, openedAt, acts }: DutyCase): Late[] {
  const log: PlainEvent[] = [
    { minute: openedAt * HALVES, kind: 'opened', severity, category: 'software', terms },
    ...acts.map(({ at, deed }): PlainEvent => {
      const line = { minute: at * HALVES };
      if (deed.kind === 'change-severity')
        return { ...line, kind: 'severity-changed', severity: deed.severity };
      if (deed.kind === 'tell') return { ...line, kind: 'note', isProgress: true };
      return { ...line, kind: KINDS[deed.kind] };
    }),
  ];
  const end = (acts.at(-1)?.at ?? openedAt) * HALVES;
  return countMinutes(log, end).spoken.map(({ target, percent, minute }) => ({
    target,
    percent,
    at: minute / HALVES,
  }));
}

const KINDS = {
  acknowledge: 'acknowledged',
  'give-back': 'given-back',
  note: 'note',
  resolve: 'resolved',
  reopen: 'reopened',
  'hand-on': 'handed-on',
  hold: 'held',
  assign: 'assigned',
} as const;
