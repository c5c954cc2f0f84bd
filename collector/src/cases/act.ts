import { UserError } from '@watchcase/runtime';
import type { CaseAction, CaseChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { dueEvents } from './due-events.ts';
import { endFrozen } from './end-frozen.ts';
import { appendEvents, type CaseRow, type EventDraft, readDecidingEvents } from './log.ts';

/** What an act came to. */
export interface Acted {
  change: CaseChange;
  /** Frozen alerts of a case that has ended: they will not come back, memory may forget them. */
  forgotten: string[];
}

/**
 * Does what a person asked. Errors (UserError): CASE_NOT_FOUND, CASE_ALREADY_ACKNOWLEDGED, CASE_ALREADY_RESOLVED,
 * CASE_ALREADY_CLOSED.
 */
export async function act(tx: Tx, caseId: number, action: CaseAction, now: number): Promise<Acted> {
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirst();
  if (row === undefined) throw refused('CASE_NOT_FOUND', caseId, 'there is no such case', 'check its number');
  const drafts = draftsFor(row, action, now);
  // An act may stop a clock: what was due before it is written before it, so that no breach goes unrecorded.
  const due = drafts.length === 0 ? [] : dueEvents(await readDecidingEvents(tx, row.id), row.policy, now);
  const change = await appendEvents(tx, row, [...due, ...drafts]);
  const ended = drafts.some((draft) => draft.kind === 'resolved');
  return { change, forgotten: ended ? await endFrozen(tx, caseId) : [] };
}

function draftsFor(row: CaseRow, action: CaseAction, now: number): EventDraft[] {
  if (row.state === 'closed')
    throw refused('CASE_ALREADY_CLOSED', row.id, 'the case is closed', 'a new fault opens a new case');
  const line = { time: now, actor: action.by };
  const ended = row.state === 'resolved';
  switch (action.kind) {
    case 'acknowledge':
      return acknowledge(row, action, now);
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
  if (row.state === 'resolved')
    throw refused('CASE_ALREADY_RESOLVED', row.id, 'the case is resolved already', 'nothing is left to do');
  if (row.state === 'acknowledged') {
    if (row.acknowledged_by === action.by) return [];
    throw refused(
      'CASE_ALREADY_ACKNOWLEDGED',
      row.id,
      `${row.acknowledged_by} has the case`,
      'talk to them, or add a note',
    );
  }
  return [{ time: now, kind: 'acknowledged', actor: action.by, text: '', data: { via: action.via } }];
}

function refused(code: string, caseId: number, message: string, fix: string): UserError {
  return new UserError({ code, place: `case ${caseId}`, message, fix });
}
