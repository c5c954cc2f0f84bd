import { isTaken, titleOf } from '@watchcase/api';
import type { CaseAction, CaseDeed } from '../model/index.ts';
import { actLine } from './act-line.ts';
import { addressOf } from './address-of.ts';
import type { JoiningDeed } from './join-cases.ts';
import type { CaseRow, EventDraft } from './log.ts';
import { refused } from './refused.ts';

/** What the lines of an act follow from. */
interface Acting {
  row: CaseRow;
  action: CaseAction;
  now: number;
  /** Somebody has it and was not seen at it for too long: whoever answers has it from then on. */
  isLapsed: boolean;
}
/** Acts that concern one case. */
type LoneKind = Exclude<CaseDeed['kind'], JoiningDeed['kind']>;
type Drafter<K extends CaseDeed['kind']> = (deed: Extract<CaseDeed, { kind: K }>, at: Acting) => EventDraft[];

/** The lines that an act writes, where it is possible (pure). A second tap by the same person writes none, unless they were not seen at the case for too long. Errors: CASE_ALREADY_ACKNOWLEDGED. */
export function draftAct(
  row: CaseRow,
  action: CaseAction & { kind: LoneKind },
  at: Pick<Acting, 'now' | 'isLapsed'>,
): EventDraft[] {
  const draft = drafters[action.kind] as Drafter<LoneKind>;
  return draft(action, { row, action, ...at });
}

const drafters: { readonly [K in LoneKind]: Drafter<K> } = {
  acknowledge: (_, at) => acknowledge(at),
  take: (_, at) => handOn(at, at.action.by.name, ''),
  'hand-on': ({ to, note = '' }, at) => handOn(at, to, note),
  assign: ({ person, team, note = '' }, at) =>
    at.row.assignee === person && at.row.team === team
      ? []
      : [actLine(at, 'assigned', { person, team }, note)],
  'give-back': (_, at) => [actLine(at, 'given-back', { from: at.row.acknowledged_by })],
  diagnose: ({ text }, at) => [...answer(at), actLine(at, 'diagnosed', {}, text)],
  'need-on-site': ({ text }, at) => [...answer(at), actLine(at, 'on-site-needed', {}, text)],
  arrive: ({ text }, at) => [...answer(at), actLine(at, 'on-site-arrived', {}, text)],
  hold: ({ reason, until, text }, at) => [actLine(at, 'held', { reason, until }, text)],
  resume: (_, at) => [actLine(at, 'resumed', {})],
  'change-severity': ({ severity, text }, at) =>
    severity === at.row.severity
      ? []
      : [actLine(at, 'severity-changed', { from: at.row.severity, severity }, text)],
  note: ({ text, visibility, mailId }, at) => [
    actLine(at, 'note', { ...noteData(at.action, visibility), ...mailData(mailId) }, text),
  ],
  tick: ({ step }, at) => [actLine(at, 'step-ticked', { ...step }, step.titles.en)],
  untick: ({ step }, at) => [actLine(at, 'step-unticked', { ...step }, step.titles.en)],
  'log-work': ({ work: { text, ...work } }, at) => [
    actLine(at, 'work-logged', { ...work, person: work.person ?? at.action.by.name }, text),
  ],
  resolve: ({ cause, solution, causeKind }, at) => [
    actLine(at, 'resolved', { cause, solution, ...(causeKind === undefined ? {} : { causeKind }) }, solution),
  ],
  confirm: ({ text }, at) => [actLine(at, 'confirmed', {}, text)],
  rate: ({ stars, text }, at) => [actLine(at, 'rated', { stars }, text)],
  dispute: ({ text }, at) => [
    ...(text === '' ? [] : [actLine(at, 'note', noteData(at.action, 'customer'), text)]),
    reopened(at),
  ],
  close: ({ text }, at) => [
    ...(at.row.unresolved === 1 ? [actLine(at, 'resolved', { cause: '', solution: text }, text)] : []),
    actLine(at, 'closed', {}, text),
  ],
  cancel: ({ text }, at) => [actLine(at, 'cancelled', {}, text)],
  reopen: (_, at) => [reopened(at)],
  attach: ({ attachment }, at) => [
    actLine(at, 'attached', { ...noteData(at.action, attachment.visibility), ...attachment }),
  ],
  watch: (_, at) => (isWatcher(at) ? [] : [actLine(at, 'watched', {})]),
  unwatch: (_, at) => (isWatcher(at) ? [actLine(at, 'unwatched', {})] : []),
};

/** What a customer writes they can read. */
function noteData({ by }: CaseAction, visibility: 'internal' | 'customer' = 'internal') {
  const isPerson = by.kind !== 'token' && by.kind !== 'system';
  return {
    visibility: by.role === 'customer' ? 'customer' : visibility,
    author: { kind: isPerson ? 'person' : 'robot', role: by.role, ...addressOf(by) },
  };
}

function reopened(at: Acting): EventDraft {
  const { row } = at;
  return actLine(at, 'reopened', { titles: titleOf(row.title, row.title_zh) }, row.title);
}

function isWatcher({ row, action }: Acting): boolean {
  return (JSON.parse(row.watchers) as string[]).includes(action.by.name);
}

/** A second tap by the same person changes nothing; another person is told who has the case, unless that one is not seen at it. */
function acknowledge(at: Acting): EventDraft[] {
  const { row, action } = at;
  if (!isTaken(row.state) || at.isLapsed) return [acknowledged(at)];
  if (row.acknowledged_by === action.by.name) return [];
  throw refused(
    'CASE_ALREADY_ACKNOWLEDGED',
    row.id,
    `${row.acknowledged_by} has the case`,
    'talk to them, take the case over, or add a note',
  );
}

function acknowledged(at: Acting): EventDraft {
  return actLine(at, 'acknowledged', { via: at.action.via ?? 'api' });
}

/** Whoever works on a case that nobody has answers it with that. */
function answer(at: Acting): EventDraft[] {
  return at.row.state === 'open' ? [acknowledged(at)] : [];
}

/** What is where it should be stays there. */
function handOn(at: Acting, to: string, note: string): EventDraft[] {
  const from = at.row.acknowledged_by ?? at.action.by.name;
  return from === to ? answer(at) : [...answer(at), actLine(at, 'handed-on', { from, to }, note)];
}

/** By which name an answer finds the mail that it came with. */
function mailData(mailId: string | undefined) {
  return mailId === undefined ? {} : { mailId };
}
