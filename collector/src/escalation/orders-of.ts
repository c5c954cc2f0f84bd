import { isTaken, isUnresolved, type Severity, severities, type Target } from '@watchcase/api';
import { toldAt } from '@watchcase/sla';
import type { CaseEvent, PageOrder, PageReason } from '../model/index.ts';
import type { AskWho, Escalation } from './contract.ts';

/** Finds a person by id or name; gives their id. */
type FindPerson = (nameOrId: string) => string | undefined;

/** What orders follow from, beside the lines. */
export interface OrderNeeds {
  find: FindPerson;
  who: AskWho;
  /** The policy that the case is judged by. */
  warn: Parameters<typeof toldAt>[0];
}

/** Most urgent first: whoever is asked for several reasons is paged for the first of them. */
const REASONS: readonly PageReason[] = [
  'opened',
  'reopened',
  'worsened',
  'given-back',
  'raised',
  'handed-on',
  'lapsed',
  'step',
  'breached',
  'progress',
  'warning',
];

/**
 * Whom new lines of a case with a chain page (pure): those a step asks, whom it was handed on to, whoever has it when it becomes more severe, and those whom its policy
 * names for a time that has run short or out. Each person once, for the most urgent of these.
 */
export function ordersOf(it: Escalation, events: readonly CaseEvent[], needs: OrderNeeds): PageOrder[] {
  if (it.detectedLate) return [];
  const orders = events
    .flatMap((event) => ordersOfLine(it, event, needs))
    .toSorted((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));
  return orders.filter(({ person }, index) => orders.findIndex((one) => one.person === person) === index);
}

function ordersOfLine(it: Escalation, event: CaseEvent, needs: OrderNeeds): PageOrder[] {
  const { find } = needs;
  const { caseId, seq, kind, actor, data } = event;
  const order = (person: string, reason: PageReason): PageOrder => ({
    caseId,
    seq,
    reason,
    person,
    step: null,
  });
  if (kind === 'escalated') return askedBy(event);
  if (kind === 'warning' || kind === 'breached')
    return warnedBy(it, event, needs).map((one) => order(one.person, one.reason));
  if (kind === 'handed-on' && data['to'] !== actor) {
    const person = find(String(data['to']));
    return person === undefined ? [] : [order(person, 'handed-on')];
  }
  if (!isRaise(event) || !isTaken(it.state) || it.assignee === null || it.assignee === actor) return [];
  const person = find(it.assignee);
  return person === undefined ? [] : [order(person, 'raised')];
}

/** Whom the policy names; where those are not there, whoever has it or was asked last. */
function warnedBy(
  it: Escalation,
  { kind, data }: CaseEvent,
  { who, warn }: OrderNeeds,
): { person: string; reason: PageReason }[] {
  const target = data['target'] as Target;
  const page = toldAt(warn, target, kind === 'breached' ? 100 : Number(data['percent']));
  if (page.length === 0 || !isUnresolved(it.state)) return [];
  const people = [who({ page }), who({ page: ['assignee'] })].find(
    ({ because }) => because === 'asked',
  )?.people;
  const reason = kind === 'warning' ? 'warning' : target === 'update' ? 'progress' : 'breached';
  return (people ?? it.walk?.people ?? []).map((person) => ({ person, reason }));
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
