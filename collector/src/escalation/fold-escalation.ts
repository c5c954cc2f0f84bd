import { type Category, isTaken, isUnresolved, type Severity, severities, stateAfter } from '@watchcase/api';
import { isProgress } from '@watchcase/sla';
import type { CaseEvent, CaseEventKind, PageReason } from '../model/index.ts';
import type { ChainCopy, Escalation, Walk } from './contract.ts';
import { isSignOfLife } from './is-sign-of-life.ts';

/** Finds the chain that a log names by its content. */
export type ResolveChain = (content: string) => ChainCopy['chain'];

/** What is folded: what an escalation follows from, and the state in which the case was put on hold. */
interface Folding {
  it: Escalation;
  before: Escalation['state'];
  resolve: ResolveChain;
}

/** How far a case has come in its chain (pure): a function of its log, oldest event first, the first of which must be `opened`. */
export function foldEscalation(events: readonly CaseEvent[], resolve: ResolveChain): Escalation {
  const [opened, ...rest] = events;
  if (opened?.kind !== 'opened') throw new Error('a case begins with the event "opened"');
  const folding: Folding = { it: beginning(opened), before: 'acknowledged', resolve };
  for (const event of rest) takeEvent(folding, event);
  return folding.it;
}

/** The same once more lines are written (pure): each is a line of the escalation itself, which moves no state. */
export function withOwnLine(it: Escalation, event: Line, resolve: ResolveChain): Escalation {
  const folding: Folding = { it: { ...it }, before: 'acknowledged', resolve };
  takeOwnLine(folding, event);
  return folding.it;
}

type Line = Pick<CaseEvent, 'time' | 'kind' | 'data'> & { seq?: number };

function beginning({ time, data }: CaseEvent): Escalation {
  return {
    copy: null,
    detectedLate: data['detectedLate'] === true,
    state: 'open',
    severity: data['severity'] as Severity,
    category: data['category'] as Category,
    assignee: null,
    team: null,
    seenAt: time,
    isLapsed: false,
    walk: newWalk('opened', time),
    progressAt: null,
  };
}

function newWalk(reason: PageReason, since: number): Walk {
  return {
    reason,
    since,
    round: 0,
    step: 0,
    people: [],
    askedAt: null,
    askedBy: null,
    hasAsked: false,
    resorts: 0,
    nextAt: null,
    isOver: false,
  };
}

/** Kinds after which whoever answers for the case is asked anew, unless somebody has it. */
const ANEW: Readonly<Partial<Record<CaseEventKind, PageReason>>> = {
  reopened: 'reopened',
  worsened: 'worsened',
  'given-back': 'given-back',
};

function takeEvent(folding: Folding, event: CaseEvent): void {
  const { it } = folding;
  const { kind, time } = event;
  const state = stateAfter(it.state, kind, folding.before);
  if (state === 'on-hold' && it.state !== 'on-hold') folding.before = it.state;
  const wasTaken = isTaken(it.state);
  it.state = state;
  const raised = takeGrade(it, event);
  takeAssignee(it, event);
  takeProgress(it, event);
  takeOwnLine(folding, event);
  if (!isUnresolved(state)) Object.assign(it, { walk: null, isLapsed: false, progressAt: null });
  else if (isTaken(state)) {
    if (!wasTaken || isSignOfLife(event)) Object.assign(it, { walk: null, isLapsed: false, seenAt: time });
  } else {
    const reason = ANEW[kind] ?? (raised ? 'raised' : isUnassigned(event) ? 'given-back' : undefined);
    if (reason !== undefined) Object.assign(it, { walk: newWalk(reason, time), isLapsed: false });
  }
}

/** Gives whether the case is more severe now. */
function takeGrade(it: Escalation, { kind, data }: CaseEvent): boolean {
  if (kind !== 'severity-raised' && kind !== 'severity-changed') return false;
  const before = it.severity;
  it.severity = data['severity'] as Severity;
  return severities.indexOf(it.severity) > severities.indexOf(before);
}

function takeAssignee(it: Escalation, { kind, actor, data }: CaseEvent): void {
  if (kind === 'acknowledged') it.assignee = actor;
  else if (kind === 'handed-on') it.assignee = String(data['to']);
  else if (kind === 'given-back' || kind === 'reopened') it.assignee = null;
  else if (kind === 'assigned') {
    it.assignee = textOf(data['person']);
    it.team = textOf(data['team']);
  }
}

/** Half an interval after the customer should have heard, unless they have by then. */
function takeProgress(it: Escalation, event: CaseEvent): void {
  const { kind, time, data } = event;
  if (isProgress(event)) it.progressAt = null;
  else if (kind === 'breached' && data['target'] === 'update' && typeof data['limitSeconds'] === 'number')
    it.progressAt = time + data['limitSeconds'] * 500;
}

function isUnassigned({ kind, data }: CaseEvent): boolean {
  return kind === 'assigned' && textOf(data['person']) === null && textOf(data['team']) === null;
}

function takeOwnLine({ it, resolve }: Folding, line: Line): void {
  const { kind, time, data } = line;
  if (kind === 'chain') {
    const content = String(data['content']);
    it.copy = {
      id: String(data['chain']),
      version: Number(data['version']),
      content,
      chain: resolve(content),
    };
    if (it.walk !== null) it.walk = newWalk(it.walk.reason, time);
  } else if (kind === 'escalated' && data['because'] === 'progress') it.progressAt = null;
  else if (kind === 'lapsed') Object.assign(it, { isLapsed: true, walk: newWalk('lapsed', time) });
  else if (it.walk !== null && kind === 'escalated') it.walk = walked(it.walk, line);
  // Nobody of those who were asked is reached: their time is not waited out.
  else if (it.walk !== null && kind === 'nobody-to-page' && it.walk.askedBy === data['line'])
    it.walk = { ...it.walk, nextAt: Math.min(it.walk.nextAt ?? time, time) };
}

/** A walk one line further. */
function walked(walk: Walk, { time, data, seq }: Line): Walk {
  if (data['because'] === 'end') return { ...walk, isOver: true, nextAt: null };
  const people = Array.isArray(data['people']) ? (data['people'] as string[]) : [];
  const next = typeof data['next'] === 'string' ? Date.parse(data['next']) : null;
  const asked =
    people.length > 0 ? { people, askedAt: time, askedBy: seq ?? null, nextAt: next } : { nextAt: null };
  if (data['because'] === 'last-resort') return { ...walk, ...asked, resorts: walk.resorts + 1 };
  const round = Number(data['round']);
  const hasAsked = people.length > 0 || (round === walk.round && walk.hasAsked);
  return { ...walk, ...asked, round, step: Number(data['step']), hasAsked };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
