import { type CaseAction, type CaseChange, stepKey } from '../model/index.ts';
import { isTaken } from '@watchcase/api';
import type { Tx } from '../store/index.ts';
import { decideAct } from './decide-act.ts';
import { draftAct } from './draft-act.ts';
import { dueEvents } from './due-events.ts';
import { endFrozen } from './end-frozen.ts';
import { type EndTerms, endedWhileFiring } from './ended-while-firing.ts';
import { joinCases, type JoiningDeed } from './join-cases.ts';
import { lastCase } from './last-cases.ts';
import { planFollowUp } from './plan-follow-up.ts';
import { readTicks } from './read-ticks.ts';
import { refused } from './refused.ts';
import { appendEvents, type CaseRow } from './log.ts';
import { useKey } from './use-key.ts';

/** What an act came to. */
export interface Acted {
  /** The case's own first. */
  changes: CaseChange[];
  /** Frozen alerts of a case that has ended: they will not come back, memory may forget them. */
  forgotten: string[];
}

/**
 * Does what a person asked; under a key that was used already, nothing. Errors (UserError): CASE_NOT_FOUND, CASE_ACT_NOT_YOURS, and what the case's state refuses:
 * CASE_ALREADY_ACKNOWLEDGED, CASE_ALREADY_RESOLVED, CASE_ALREADY_CLOSED, CASE_NOT_ACKNOWLEDGED, CASE_NOT_RESOLVED, CASE_NOT_ON_HOLD, CASE_NOT_ENDED, CASE_GOES_ON,
 * CASE_ACT_NOT_NOW, CASE_STILL_FIRING, CASE_JOIN_IMPOSSIBLE, ATTACHMENT_NOT_FOUND.
 */
export async function act(tx: Tx, caseId: number, action: CaseAction, terms: EndTerms): Promise<Acted> {
  const { now } = terms;
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirst();
  if (row === undefined) throw refused('CASE_NOT_FOUND', caseId, 'there is no such case', 'check its number');
  if (action.key !== undefined && !(await useKey(tx, { caseId, key: `case ${caseId} ${action.key}`, now })))
    return { changes: [await appendEvents(tx, row, [])], forgotten: [] };
  await refuseWhereNot(tx, row, action);
  if (isJoining(action)) return { changes: await joinCases(tx, row, action, { action, now }), forgotten: [] };
  if (isTicking(action) && (await isDone(tx, caseId, action)))
    return { changes: [await appendEvents(tx, row, [])], forgotten: [] };
  if (action.kind === 'attach') await markAttached(tx, row, action.attachment.id);
  const isLapsed = action.kind === 'acknowledge' && (await hasLapsed(tx, row));
  const drafts = await endedWhileFiring(
    tx,
    row,
    { drafts: draftAct(row, action, { now, isLapsed }), action },
    terms,
  );
  // An act may stop a clock: what was due before it is written before it, so that no breach goes unrecorded.
  const due = drafts.length === 0 ? [] : await dueEvents(tx, row.id, now);
  const change = await appendEvents(tx, row, [...due, ...drafts]);
  if (drafts.some(({ kind }) => kind === 'closed')) await planFollowUp(tx, row, now);
  const endsForGood = drafts.some(
    ({ kind, data }) => (kind === 'resolved' || kind === 'cancelled') && data['comesBackAt'] === undefined,
  );
  return { changes: [change], forgotten: endsForGood ? await endFrozen(tx, caseId) : [] };
}

/** Whether somebody has the case and was not seen at it for too long. */
async function hasLapsed(tx: Tx, { id, state }: CaseRow): Promise<boolean> {
  if (!isTaken(state)) return false;
  const row = await tx
    .selectFrom('escalations')
    .select('lapsed')
    .where('case_id', '=', id)
    .executeTakeFirst();
  return row?.lapsed === 1;
}

function isJoining(action: CaseAction): action is CaseAction & JoiningDeed {
  return action.kind === 'link' || action.kind === 'merge' || action.kind === 'split';
}

type Ticking = CaseAction & { kind: 'tick' | 'untick' };

function isTicking(action: CaseAction): action is Ticking {
  return action.kind === 'tick' || action.kind === 'untick';
}

/** Whether the step stands as it is wanted to already. */
async function isDone(tx: Tx, caseId: number, { kind, step }: Ticking): Promise<boolean> {
  const ticks = await readTicks(tx, caseId);
  return ticks.has(stepKey(step.playbook, step.step)) === (kind === 'tick');
}

/** The file is there already, put down by whoever sent it. */
async function markAttached(tx: Tx, row: CaseRow, id: string): Promise<void> {
  const result = await tx
    .updateTable('attachments')
    .set({ attached: 1 })
    .where('id', '=', id)
    .where('case_id', '=', row.id)
    .where('attached', '=', 0)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n)
    throw refused('ATTACHMENT_NOT_FOUND', row.id, 'there is no such file of this case', 'send it again');
}

async function refuseWhereNot(tx: Tx, row: CaseRow, { kind, by }: CaseAction): Promise<void> {
  const refusal = decideAct(kind, row.state, by.role);
  // Whoever has the case already taps again, and others are told who has it.
  const isTap = kind === 'acknowledge' && isTaken(row.state) && refusal?.code !== 'CASE_ACT_NOT_YOURS';
  if (refusal !== undefined && !isTap) throw refused(refusal.code, row.id, refusal.message, refusal.fix);
  if (kind === 'reopen' || kind === 'dispute') await refuseWhereItGoesOn(tx, row);
}

/** A group has one unresolved case at most: the fault may go on in a newer one. */
async function refuseWhereItGoesOn(tx: Tx, row: CaseRow): Promise<void> {
  const last = await lastCase(tx, row.group_key);
  if (last?.unresolved === 1)
    throw refused('CASE_GOES_ON', row.id, `the fault goes on as case ${last.id}`, 'act on that case');
}
