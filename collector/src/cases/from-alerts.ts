import { standardPolicy } from '@watchcase/sla';
import type { AlertChange, CaseChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { type Points, writeEvidence } from './evidence.ts';
import { foldCase, severityRank } from './fold.ts';
import { appendEvents, type CaseRow, type EventDraft, readEvents, WATCHCASE, writeIndex } from './log.ts';

/** A fault that comes back within this time of its case's end reopens the case. */
const REOPEN_MS = 30 * 60_000;
/** Within this time the new case is linked to the old one as a recurrence. */
const RECURRENCE_MS = 30 * 86_400_000;

/** What opening cases needs from elsewhere. */
export interface CaseSources {
  /** The series of an alert around its moment. */
  evidenceOf(change: AlertChange): Points;
  /** Where a host belongs. */
  hostOf(hostId: string): { customerId: string; siteId: string };
}

/** What alert changes do to cases: a firing alert opens one or joins the unresolved one of its group; all quiet marks it recovered. */
export async function applyAlertChanges(
  tx: Tx,
  changes: readonly AlertChange[],
  sources: CaseSources,
): Promise<CaseChange[]> {
  const caseChanges: CaseChange[] = [];
  for (const change of changes) {
    const caseChange = await applyChange(tx, change, sources);
    if (caseChange !== undefined) caseChanges.push(caseChange);
  }
  return caseChanges;
}

function applyChange(tx: Tx, change: AlertChange, sources: CaseSources): Promise<CaseChange | undefined> {
  switch (change.transition) {
    case 'fired':
      return takeFired(tx, change, sources);
    case 'raised':
    case 'lowered':
      return takeSeverity(tx, change, sources);
    case 'resolved':
      return takeResolved(tx, change, sources);
    default:
      return Promise.resolve(undefined);
  }
}

async function takeFired(tx: Tx, change: AlertChange, sources: CaseSources): Promise<CaseChange> {
  const last = await tx
    .selectFrom('cases')
    .selectAll()
    .where('group_key', '=', change.groupKey)
    .orderBy('unresolved', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const known = await tx
    .selectFrom('alerts')
    .select('case_id')
    .where('id', '=', change.id)
    .executeTakeFirst();
  const endedAt = Math.max(last?.resolved_at ?? 0, last?.closed_at ?? 0);
  const joined =
    last?.unresolved === 1
      ? await meet(tx, last, change, known?.case_id === last.id)
      : last !== undefined && change.at - endedAt <= REOPEN_MS
        ? await appendEvents(tx, last, [reopened(change, endedAt), ...raisedBy(change, last.severity)])
        : await open(tx, change, {
            sources,
            former: last !== undefined && change.at - endedAt <= RECURRENCE_MS ? last.id : null,
          });
  await tx.updateTable('alerts').set({ case_id: joined.caseId }).where('id', '=', change.id).execute();
  await writeEvidence(tx, joined.caseId, change, sources.evidenceOf(change));
  return joined;
}

async function open(
  tx: Tx,
  change: AlertChange,
  context: { sources: CaseSources; former: number | null },
): Promise<CaseChange> {
  const { customerId, siteId } = context.sources.hostOf(change.hostId);
  const opened: EventDraft = {
    time: change.at,
    kind: 'opened',
    actor: WATCHCASE,
    text: change.title.en,
    data: {
      ...alertData(change),
      category: change.category,
      detectedLate: false,
      recurrenceOf: context.former,
    },
  };
  const row = await tx
    .insertInto('cases')
    .values({
      group_key: change.groupKey,
      customer_id: customerId,
      site_id: siteId,
      host_id: change.hostId,
      policy: standardPolicy.id,
      unresolved: 1,
      title: change.title.en,
      title_zh: change.title['zh-CN'],
      state: 'open',
      severity: change.severity,
      severity_rank: severityRank(change.severity),
      category: change.category,
      opened_at: change.at,
      detected_late: 0,
      breached: 0,
      last_seq: 0,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return appendEvents(tx, row, [opened]);
}

/** A fault in a case that has long recovered is a new outage: somebody must answer anew. Until then it is the one people know of. */
function meet(tx: Tx, row: CaseRow, change: AlertChange, again: boolean): Promise<CaseChange> {
  const quietMs = row.recovered_at === null ? 0 : change.at - row.recovered_at;
  if (quietMs <= REOPEN_MS) return join(tx, row, change, again);
  return appendEvents(tx, row, [reopened(change, change.at), ...raisedBy(change, row.severity)]);
}

async function join(tx: Tx, row: CaseRow, change: AlertChange, again: boolean): Promise<CaseChange> {
  const line: EventDraft = {
    time: change.at,
    kind: again ? 'recurred' : 'alert-joined',
    actor: WATCHCASE,
    text: change.title.en,
    data: alertData(change),
  };
  return appendEvents(tx, row, [line, ...raisedBy(change, row.severity)]);
}

/** A reading may arrive a moment before a person ends the case, and be judged after. */
function reopened(change: AlertChange, endedAt: number): EventDraft {
  const time = Math.max(change.at, endedAt);
  return { time, kind: 'reopened', actor: WATCHCASE, text: change.title.en, data: alertData(change) };
}

/** A more severe alert raises its case; a milder one never lowers it. */
function raisedBy(change: AlertChange, severity: string): EventDraft[] {
  if (severityRank(change.severity) <= severityRank(severity as AlertChange['severity'])) return [];
  const data = { ...alertData(change), from: severity };
  return [{ time: change.at, kind: 'severity-raised', actor: WATCHCASE, text: change.title.en, data }];
}

function alertData(change: AlertChange): Record<string, unknown> {
  return {
    alertId: change.id,
    titles: change.title,
    rule: change.rule,
    severity: change.severity,
    value: change.value,
    unit: change.unit,
  };
}

async function caseOf(tx: Tx, alertId: string): Promise<CaseRow | undefined> {
  return tx
    .selectFrom('cases')
    .innerJoin('alerts', 'alerts.case_id', 'cases.id')
    .selectAll('cases')
    .where('alerts.id', '=', alertId)
    .where('cases.unresolved', '=', 1)
    .executeTakeFirst();
}

/** A fault that grows worse after a person has ended its case needs an answer again. */
async function takeSeverity(
  tx: Tx,
  change: AlertChange,
  sources: CaseSources,
): Promise<CaseChange | undefined> {
  const row = await caseOf(tx, change.id);
  if (row === undefined) return change.transition === 'raised' ? takeFired(tx, change, sources) : undefined;
  const raised = raisedBy(change, row.severity);
  if (raised.length > 0) return appendEvents(tx, row, raised);
  if (change.transition === 'raised') return undefined;
  const data = alertData(change);
  return appendEvents(tx, row, [
    { time: change.at, kind: 'severity-lowered', actor: WATCHCASE, text: change.title.en, data },
  ]);
}

async function takeResolved(
  tx: Tx,
  change: AlertChange,
  sources: CaseSources,
): Promise<CaseChange | undefined> {
  const row = await caseOf(tx, change.id);
  if (row === undefined) return undefined;
  await writeEvidence(tx, row.id, change, sources.evidenceOf(change));
  const others = await tx
    .selectFrom('alerts')
    .select('id')
    .where('case_id', '=', row.id)
    .where('id', '!=', change.id)
    .where((where) => where.or([where('state', '=', 'firing'), where('frozen_from', '=', 'firing')]))
    .limit(1)
    .execute();
  const line = { time: change.at, actor: WATCHCASE, text: change.title.en, data: alertData(change) };
  const isQuiet = others.length === 0 && row.recovered_at === null;
  const quiet: EventDraft[] = isQuiet ? [{ ...line, kind: 'recovered', text: '', data: {} }] : [];
  return appendEvents(tx, row, [{ ...line, kind: 'alert-recovered' }, ...quiet]);
}

/** Recomputes a case's index from its log alone; gives the row as it then stands. For repair and for tests. */
export async function rebuildCase(tx: Tx, caseId: number): Promise<CaseRow> {
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
  const events = await readEvents(tx, caseId);
  await writeIndex(tx, row, { events, fold: foldCase(events), lastSeq: events.length });
  return tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
}
