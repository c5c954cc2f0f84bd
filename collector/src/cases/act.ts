import { titleOf } from '@watchcase/api';
import type { CaseAction, CaseChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { dueEvents } from './due-events.ts';
import { endFrozen } from './end-frozen.ts';
import { type EndTerms, endedWhileFiring } from './ended-while-firing.ts';
import { lastCase } from './last-cases.ts';
import { refused } from './refused.ts';
import { appendEvents, type CaseRow, type EventDraft, readDecidingEvents } from './log.ts';

/** What an act came to. */
export interface Acted {
  change: CaseChange;
  /** Frozen alerts of a case that has ended: they will not come back, memory may forget them. */
  forgotten: string[];
}

/**
 * Does what a person asked. Errors (UserError): CASE_NOT_FOUND, CASE_ALREADY_ACKNOWLEDGED, CASE_ALREADY_RESOLVED,
 * CASE_ALREADY_CLOSED, CASE_NOT_ACKNOWLEDGED, CASE_NOT_ENDED, CASE_GOES_ON, CASE_STILL_FIRING.
 */
export async function act(tx: Tx, caseId: number, action: CaseAction, terms: EndTerms): Promise<Acted> {
  const { now } = terms;
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirst();
  if (row === undefined) throw refused('CASE_NOT_FOUND', caseId, 'there is no such case', 'check its number');
  const drafts =
    action.kind === 'reopen'
      ? await reopen(tx, row, { by: action.by, now })
      : await endedWhileFiring(tx, row, { drafts: draftsFor(row, action, now), action }, terms);
  // An act may stop a clock: what was due before it is written before it, so that no breach goes unrecorded.
  const due = drafts.length === 0 ? [] : dueEvents(await readDecidingEvents(tx, row.id), now);
  const change = await appendEvents(tx, row, [...due, ...drafts]);
  const endsForGood = drafts.some(
    ({ kind, data }) => kind === 'resolved' && data['comesBackAt'] === undefined,
  );
  return { change, forgotten: endsForGood ? await endFrozen(tx, caseId) : [] };
}

/** A group has one unresolved case at most: the fault may go on in a newer one. */
async function reopen(tx: Tx, row: CaseRow, { by, now }: { by: string; now: number }): Promise<EventDraft[]> {
  if (row.unresolved === 1)
    throw refused('CASE_NOT_ENDED', row.id, 'the case is open', 'it need not be opened again');
  const last = await lastCase(tx, row.group_key);
  if (last?.unresolved === 1)
    throw refused('CASE_GOES_ON', row.id, `the fault goes on as case ${last.id}`, 'act on that case');
  const data = { titles: titleOf(row.title, row.title_zh) };
  return [{ time: now, kind: 'reopened', actor: by, text: row.title, data }];
}

function draftsFor(row: CaseRow, action: Exclude<CaseAction, { kind: 'reopen' }>, now: number): EventDraft[] {
  if (row.state === 'closed')
    throw refused('CASE_ALREADY_CLOSED', row.id, 'the case is closed', 'a new fault opens a new case');
  const line = { time: now, actor: action.by };
  const ended = row.state === 'resolved';
  switch (action.kind) {
    case 'acknowledge':
      return acknowledge(row, action, now);
    case 'take':
      return handOn(row, { ...action, to: action.by }, now);
    case 'hand-on':
      return handOn(row, action, now);
    case 'give-back':
      return giveBack(row, action.by, now);
    case 'note':
      return [{ ...line, kind: 'note', text: action.text, data: {} }];
    case 'resolve':
      if (ended)
        throw refused(
          'CASE_ALREADY_RESOLVED',
          row.id,
          'the case is resolved already',
          'close it, or add a note',
        );
      return [
        {
          ...line,
          kind: 'resolved',
          text: action.solution,
          data: { cause: action.cause, solution: action.solution },
        },
      ];
    default:
      return [
        ...(ended
          ? []
          : [
              {
                ...line,
                kind: 'resolved' as const,
                text: action.text,
                data: { cause: '', solution: action.text },
              },
            ]),
        { ...line, kind: 'closed', text: action.text, data: {} },
      ];
  }
}

/** A second tap by the same person changes nothing; another person is told who has the case. */
function acknowledge(row: CaseRow, action: CaseAction & { kind: 'acknowledge' }, now: number): EventDraft[] {
  refuseEnded(row);
  if (row.state === 'acknowledged') {
    if (row.acknowledged_by === action.by) return [];
    throw refused(
      'CASE_ALREADY_ACKNOWLEDGED',
      row.id,
      `${row.acknowledged_by} has the case`,
      'talk to them, take the case over, or add a note',
    );
  }
  return [acknowledged(action, now)];
}

function acknowledged({ by, via }: { by: string; via: string }, now: number): EventDraft {
  return { time: now, kind: 'acknowledged', actor: by, text: '', data: { via } };
}

/** Who hands on a case that nobody has answers it first; what is where it should be stays there. */
function handOn(row: CaseRow, handing: { by: string; to: string; via: string }, now: number): EventDraft[] {
  refuseEnded(row);
  const { by, to } = handing;
  const answer = row.state === 'open' ? [acknowledged(handing, now)] : [];
  const from = row.acknowledged_by ?? by;
  if (from === to) return answer;
  return [...answer, { time: now, kind: 'handed-on', actor: by, text: '', data: { from, to } }];
}

function giveBack(row: CaseRow, by: string, now: number): EventDraft[] {
  refuseEnded(row);
  if (row.state === 'open')
    throw refused('CASE_NOT_ACKNOWLEDGED', row.id, 'nobody has the case', 'there is nothing to give back');
  const data = { from: row.acknowledged_by };
  return [{ time: now, kind: 'given-back', actor: by, text: '', data }];
}

function refuseEnded(row: CaseRow): void {
  if (row.state === 'resolved')
    throw refused('CASE_ALREADY_RESOLVED', row.id, 'the case is resolved already', 'nothing is left to do');
}
