import { caseStates, lineForCustomer, stateAfter } from '@watchcase/api';
import type { CaseEvent, CaseEventKind } from '../model/index.ts';
import { changingEvents } from './fold.ts';

/** Whose work it is within the house. */
const within: ReadonlySet<CaseEventKind> = new Set(['assigned', 'watched', 'unwatched']);
/** Kinds after which a case is otherwise for its customer, too, though the line is not theirs to read. */
const changing: ReadonlySet<CaseEventKind> = new Set(
  [...changingEvents, 'breached' as const].filter((kind) => !within.has(kind)),
);

/** Whether a line changes anything of a case that its customer sees (pure). */
export function customerSees(event: Pick<CaseEvent, 'kind' | 'text' | 'data'>): boolean {
  return changing.has(event.kind) || isMoving(event.kind) || lineForCustomer(event) !== undefined;
}

function isMoving(kind: CaseEventKind): boolean {
  return caseStates.some((state) => stateAfter(state, kind, 'acknowledged') !== state);
}
