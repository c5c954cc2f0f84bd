import type { CaseEventKind } from './case-event-kinds.ts';
import { type CaseState, caseStates, type Role } from './vocabulary.ts';

/** Where an event leads: a state, or for `before` the one in which the case was put on hold. */
type Next = CaseState | 'before';

/** One act: the line it writes, who may do it, and from which states it leads where. */
interface LifeRow {
  event: CaseEventKind;
  who: readonly (Role | 'system')[];
  moves: Readonly<Partial<Record<CaseState, Next>>>;
}

const TAKEN = ['acknowledged', 'diagnosing', 'on-site-needed', 'on-site', 'on-hold'] as const;
const UNRESOLVED = ['open', ...TAKEN] as const;
const ENDED = ['resolved', 'confirmed', 'closed', 'cancelled'] as const;
const FIXED = ['resolved', 'confirmed', 'closed'] as const;
const TALKING = [...UNRESOLVED, 'resolved', 'confirmed'] as const;

const DESK = ['admin', 'manager', 'engineer'] as const;
const WORKERS = ['admin', 'engineer'] as const;
const EVERYBODY = [...DESK, 'customer'] as const;
const SYSTEM = ['system'] as const;

const to = (next: Next, from: readonly CaseState[]): LifeRow['moves'] =>
  Object.fromEntries(from.map((state) => [state, next]));
const stays = (states: readonly CaseState[]): LifeRow['moves'] =>
  Object.fromEntries(states.map((state) => [state, state]));

/**
 * States by events: the one place that says what may happen to a case in which state, who may do it, and where that leads. The code of every act, the diagram in
 * docs/cases.md and the console's buttons are made of it. A diagnosis, a visit or a handing on by whom nobody answered before answers the case first.
 */
export const caseLife = {
  acknowledge: { event: 'acknowledged', who: WORKERS, moves: to('acknowledged', ['open']) },
  take: { event: 'handed-on', who: WORKERS, moves: { ...stays(TAKEN), open: 'acknowledged' } },
  'hand-on': { event: 'handed-on', who: WORKERS, moves: { ...stays(TAKEN), open: 'acknowledged' } },
  assign: { event: 'assigned', who: DESK, moves: stays(UNRESOLVED) },
  'give-back': { event: 'given-back', who: WORKERS, moves: to('open', TAKEN) },
  diagnose: {
    event: 'diagnosed',
    who: WORKERS,
    moves: { ...stays(TAKEN), ...to('diagnosing', ['open', 'acknowledged']) },
  },
  'need-on-site': {
    event: 'on-site-needed',
    who: WORKERS,
    moves: to('on-site-needed', ['open', 'acknowledged', 'diagnosing']),
  },
  arrive: {
    event: 'on-site-arrived',
    who: WORKERS,
    moves: to('on-site', ['open', 'acknowledged', 'diagnosing', 'on-site-needed']),
  },
  hold: { event: 'held', who: WORKERS, moves: to('on-hold', TAKEN) },
  resume: { event: 'resumed', who: [...WORKERS, 'system'], moves: to('before', ['on-hold']) },
  'change-severity': { event: 'severity-changed', who: DESK, moves: stays(UNRESOLVED) },
  note: { event: 'note', who: EVERYBODY, moves: stays(TALKING) },
  tick: { event: 'step-ticked', who: WORKERS, moves: stays(TALKING) },
  untick: { event: 'step-unticked', who: WORKERS, moves: stays(TALKING) },
  'log-work': { event: 'work-logged', who: WORKERS, moves: stays(caseStates) },
  attach: { event: 'attached', who: EVERYBODY, moves: stays(TALKING) },
  watch: { event: 'watched', who: DESK, moves: stays(caseStates) },
  unwatch: { event: 'unwatched', who: DESK, moves: stays(caseStates) },
  link: { event: 'linked', who: DESK, moves: stays(caseStates) },
  merge: { event: 'merged', who: DESK, moves: to('closed', UNRESOLVED) },
  split: { event: 'split', who: DESK, moves: stays(UNRESOLVED) },
  resolve: { event: 'resolved', who: WORKERS, moves: to('resolved', UNRESOLVED) },
  confirm: { event: 'confirmed', who: EVERYBODY, moves: to('confirmed', ['resolved']) },
  rate: { event: 'rated', who: ['customer'], moves: stays(FIXED) },
  dispute: { event: 'reopened', who: ['customer'], moves: to('open', ['resolved', 'confirmed']) },
  reopen: { event: 'reopened', who: DESK, moves: to('open', ENDED) },
  close: { event: 'closed', who: DESK, moves: to('closed', TALKING) },
  cancel: { event: 'cancelled', who: DESK, moves: to('cancelled', UNRESOLVED) },
  // What happens by itself.
  'come-back': { event: 'reopened', who: SYSTEM, moves: to('open', caseStates) },
  worsen: { event: 'worsened', who: SYSTEM, moves: to('open', UNRESOLVED) },
  'become-part': { event: 'merged', who: SYSTEM, moves: to('closed', caseStates) },
} as const satisfies Readonly<Record<string, LifeRow>>;

/** What can be done to a case, by persons and by itself. */
export type LifeAct = keyof typeof caseLife;

const rows = Object.entries(caseLife) as [LifeAct, LifeRow][];

/** The row of an act. */
export function lifeOf(act: LifeAct): LifeRow {
  return caseLife[act];
}

/** Events on which a case's state depends. */
export const movingEvents: ReadonlySet<CaseEventKind> = new Set(rows.map(([, row]) => row.event));

/** The state of a case in state `state` after a line of this kind; `before` is the one in which it was put on hold. A line that moves nothing leaves it. */
export function stateAfter(state: CaseState, kind: CaseEventKind, before: CaseState): CaseState {
  for (const [, row] of rows) {
    const next = row.event === kind ? row.moves[state] : undefined;
    if (next !== undefined) return next === 'before' ? before : next;
  }
  return state;
}

/** What this role may do to a case in this state, in the order of the table. */
export function actsIn(state: CaseState, role: Role): LifeAct[] {
  return rows.filter(([, row]) => row.who.includes(role) && state in row.moves).map(([act]) => act);
}

/** True while the fault is somebody's to solve. */
export function isUnresolved(state: CaseState): boolean {
  return (UNRESOLVED as readonly CaseState[]).includes(state);
}

/** True while a person has the case. */
export function isTaken(state: CaseState): boolean {
  return (TAKEN as readonly CaseState[]).includes(state);
}
