import { isTaken, type Severity, severities } from '@watchcase/api';
import type { CaseEvent, PageOrder, PageReason } from '../model/index.ts';
import type { Escalation } from './contract.ts';

/** Finds a person by id or name; gives their id. */
export type FindPerson = (nameOrId: string) => string | undefined;

/**
 * Whom new lines of a case with a chain page (pure): those a step asks, whom it was handed on to, and whoever has it when it becomes more severe. Each person once, for the
 * first of these.
 */
export function ordersOf(it: Escalation, events: readonly CaseEvent[], find: FindPerson): PageOrder[] {
  const orders = events.flatMap((event) => ordersOfLine(it, event, find));
  return orders.filter(({ person }, index) => orders.findIndex((one) => one.person === person) === index);
}

function ordersOfLine(it: Escalation, event: CaseEvent, find: FindPerson): PageOrder[] {
  const { caseId, seq, kind, actor, data } = event;
  const order = (person: string, reason: PageReason): PageOrder => ({
    caseId,
    seq,
    reason,
    person,
    step: null,
  });
  if (kind === 'escalated') return askedBy(event);
  if (kind === 'handed-on' && data['to'] !== actor) {
    const person = find(String(data['to']));
    return person === undefined ? [] : [order(person, 'handed-on')];
  }
  if (!isRaise(event) || !isTaken(it.state) || it.assignee === null || it.assignee === actor) return [];
  const person = find(it.assignee);
  return person === undefined ? [] : [order(person, 'raised')];
}

function askedBy({ caseId, seq, data }: CaseEvent): PageOrder[] {
  const people = Array.isArray(data['people']) ? (data['people'] as string[]) : [];
  const { channel } = data;
  const step = typeof data['step'] === 'number' ? { round: Number(data['round']), step: data['step'] } : null;
  return people.map((person) => ({
    caseId,
    seq,
    reason: data['reason'] as PageReason,
    person,
    step,
    ...(typeof channel === 'string' ? { channel } : {}),
  }));
}

function isRaise({ kind, data }: CaseEvent): boolean {
  if (kind === 'severity-raised') return true;
  if (kind !== 'severity-changed') return false;
  return rank(data['severity']) > rank(data['from']);
}

function rank(severity: unknown): number {
  return severities.indexOf(severity as Severity);
}
