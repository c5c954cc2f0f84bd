import {
  type CaseKind,
  type CaseSource,
  type CaseState,
  type Category,
  type HoldReason,
  type Severity,
  severities,
  stateAfter,
  type Title,
  titleOf,
} from '@watchcase/api';
import { type TermsRef, termsRefSchema } from '@watchcase/sla';
import type { CaseEvent, CaseEventKind } from '../model/index.ts';

/** What a case's event log amounts to. Times in Unix milliseconds. */
export interface CaseFold {
  title: Title;
  state: CaseState;
  severity: Severity;
  category: Category;
  openedAt: number;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  recoveredAt: number | null;
  resolvedAt: number | null;
  confirmedAt: number | null;
  closedAt: number | null;
  /** Ended while something fired: it opens again then if it still does. */
  comesBackAt: number | null;
  detectedLate: boolean;
  /** What it is about. */
  scope: 'host' | 'site' | 'crowd' | 'customer';
  source: CaseSource;
  /** The rule whose alert opened it. */
  rule: string | null;
  kind: CaseKind;
  /** The state in which it was put on hold. */
  before: CaseState;
  /** Whom it waits for, and until when at most; null while it does not wait. */
  onHold: { reason: HoldReason; until: number | null } | null;
  assignee: string | null;
  team: string | null;
  /** In the order in which they came. */
  watchers: string[];
  rating: number | null;
  /** The case that it has become part of. */
  mergedInto: number | null;
  /** What is owed for it; null where nobody kept contracts. */
  terms: TermsRef | null;
}

/** Folds a case's events, oldest first (pure). The first must be `opened`. */
export function foldCase(events: readonly CaseEvent[]): CaseFold {
  const [opened, ...rest] = events;
  if (opened?.kind !== 'opened') throw new Error('a case begins with the event "opened"');
  const fold: CaseFold = {
    ...NOTHING_YET,
    watchers: [],
    title: titleOfEvent(opened),
    severity: opened.data['severity'] as Severity,
    category: opened.data['category'] as Category,
    openedAt: opened.time,
    detectedLate: opened.data['detectedLate'] === true,
    scope: scopeOf(opened.data['scope']),
    rule: textOf(opened.data['rule']),
    source: (opened.data['source'] as CaseSource | undefined) ?? 'alert',
    kind: (opened.data['kind'] as CaseKind | undefined) ?? 'fault',
    terms: termsIn(opened),
  };
  for (const event of rest) {
    const state = stateAfter(fold.state, event.kind, fold.before);
    if (state === 'on-hold' && fold.state !== 'on-hold') fold.before = fold.state;
    if (state !== 'on-hold') fold.onHold = null;
    fold.state = state;
    Object.assign(fold, changes[event.kind]?.(event, fold));
  }
  return fold;
}

const NOBODY = { acknowledgedAt: null, acknowledgedBy: null };
const NOT_ENDED = { resolvedAt: null, confirmedAt: null, closedAt: null, comesBackAt: null };
const NOTHING_YET = {
  state: 'open',
  before: 'acknowledged',
  ...NOBODY,
  ...NOT_ENDED,
  recoveredAt: null,
  onHold: null,
  assignee: null,
  team: null,
  rating: null,
  mergedInto: null,
} as const;

function scopeOf(scope: unknown): CaseFold['scope'] {
  return scope === 'site' || scope === 'crowd' || scope === 'customer' ? scope : 'host';
}

type Change = (event: CaseEvent, fold: CaseFold) => Partial<CaseFold>;

const wrongAgain: Change = () => ({ recoveredAt: null });
const graded: Change = ({ data }) => ({ severity: data['severity'] as Severity });

/** What a line changes beside the state. */
const changes: Readonly<Partial<Record<CaseEventKind, Change>>> = {
  'severity-raised': graded,
  'severity-changed': graded,
  'alert-joined': wrongAgain,
  recurred: wrongAgain,
  'too-many': wrongAgain,
  recovered: ({ time }) => ({ recoveredAt: time, comesBackAt: null }),
  acknowledged: ({ time, actor }) => ({ acknowledgedAt: time, acknowledgedBy: actor, assignee: actor }),
  retitled: (event) => ({ title: titleOfEvent(event) }),
  'handed-on': ({ data }) => ({ acknowledgedBy: String(data['to']), assignee: String(data['to']) }),
  assigned: ({ data }) => ({ assignee: textOf(data['person']), team: textOf(data['team']) }),
  worsened: () => NOBODY,
  'given-back': () => ({ ...NOBODY, assignee: null }),
  held: ({ data }) => ({
    onHold: { reason: data['reason'] as HoldReason, until: numberOf(data['until']) },
  }),
  watched: ({ actor }, { watchers }) => ({ watchers: [...watchers.filter((name) => name !== actor), actor] }),
  unwatched: ({ actor }, { watchers }) => ({ watchers: watchers.filter((name) => name !== actor) }),
  resolved: (event) => ({ resolvedAt: event.time, comesBackAt: comesBackOf(event) }),
  confirmed: ({ time }) => ({ confirmedAt: time }),
  rated: ({ data }) => ({ rating: numberOf(data['stars']) }),
  closed: ({ time }) => ({ closedAt: time }),
  cancelled: (event) => ({ closedAt: event.time, comesBackAt: comesBackOf(event) }),
  merged: ({ time, data }) => ({ closedAt: time, comesBackAt: null, mergedInto: intoOf(data) }),
  terms: (event) => ({ terms: termsIn(event) }),
  reopened: () => ({ ...NOBODY, ...NOT_ENDED, recoveredAt: null, assignee: null, mergedInto: null }),
};

/** Kinds on which the fold depends beside those that move the state. */
export const changingEvents: readonly CaseEventKind[] = Object.keys(changes) as CaseEventKind[];

/** Where a person has put it: what belongs to it goes there from now on. */
function intoOf(data: CaseEvent['data']): number | null {
  return data['because'] === 'person' ? numberOf(data['into']) : null;
}

/** The terms that a line names. */
export function termsIn({ data }: Pick<CaseEvent, 'data'>): TermsRef | null {
  return data['terms'] === undefined ? null : (termsRefSchema.safeParse(data['terms']).data ?? null);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function comesBackOf({ data }: CaseEvent): number | null {
  const at = data['comesBackAt'];
  return typeof at === 'string' ? Date.parse(at) : null;
}

/** The title an event carries. */
export function titleOfEvent({ text, data }: CaseEvent): Title {
  return (data['titles'] as Title | undefined) ?? titleOf(text);
}

/** Position of a severity: higher is worse. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}
