import type { AlertChange, CaseChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { activeAlerts } from './active-alerts.ts';
import { alertLine, raisedBy } from './alert-lines.ts';
import { type CaseSources, enterCase } from './enter-case.ts';
import { writeEvidence } from './evidence.ts';
import { foldCase } from './fold.ts';
import { isPresence } from './is-presence.ts';
import { appendEvents, type CaseRow, type EventDraft, readEvents, WATCHCASE, writeIndex } from './log.ts';
import { retitled } from './retitled.ts';
import { takeGone } from './site-outage.ts';

/**
 * What alert changes do to cases: a firing alert opens one or joins the unresolved one of its group; hosts that are gone together are one; all quiet marks it
 * recovered.
 */
export async function applyAlertChanges(
  tx: Tx,
  changes: readonly AlertChange[],
  sources: CaseSources,
): Promise<CaseChange[]> {
  const caseChanges: CaseChange[] = [];
  for (const together of partsOf(changes)) {
    const [first] = together;
    if (isGone(first)) caseChanges.push(...(await takeGone(tx, together, sources)));
    else caseChanges.push(...(await applyChange(tx, first, sources)));
  }
  return caseChanges;
}

type Part = [AlertChange, ...AlertChange[]];

/** Hosts found gone one after the other are looked at together; everything else comes alone, in its order. */
function partsOf(changes: readonly AlertChange[]): Part[] {
  const parts: Part[] = [];
  for (const change of changes) {
    const last = parts.at(-1);
    if (last !== undefined && isGone(change) && isGone(last[0])) last.push(change);
    else parts.push([change]);
  }
  return parts;
}

function isGone(change: AlertChange): boolean {
  return change.transition === 'fired' && isPresence(change);
}

async function applyChange(tx: Tx, change: AlertChange, sources: CaseSources): Promise<CaseChange[]> {
  switch (change.transition) {
    case 'fired':
      return [await takeFired(tx, change, sources)];
    case 'raised':
    case 'lowered':
      return takeSeverity(tx, change, sources);
    case 'resolved':
      return takeResolved(tx, change, sources);
    default:
      return [];
  }
}

function takeFired(tx: Tx, change: AlertChange, sources: CaseSources): Promise<CaseChange> {
  const { groupKey, title } = change;
  return enterCase(tx, { groupKey, scope: 'host', title }, [change], sources);
}

/** The unresolved case of an alert. */
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
async function takeSeverity(tx: Tx, change: AlertChange, sources: CaseSources): Promise<CaseChange[]> {
  const row = await caseOf(tx, change.id);
  if (row === undefined) return change.transition === 'raised' ? [await takeFired(tx, change, sources)] : [];
  const raised = raisedBy([change], row.severity);
  const lowered = change.transition === 'lowered' ? [alertLine(change, 'severity-lowered')] : [];
  const lines = [...(raised.length > 0 ? raised : lowered), ...(await retitled(tx, row, change.at))];
  return lines.length === 0 ? [] : [await appendEvents(tx, row, lines)];
}

async function takeResolved(tx: Tx, change: AlertChange, sources: CaseSources): Promise<CaseChange[]> {
  const row = await caseOf(tx, change.id);
  if (row === undefined) return [];
  await writeEvidence(tx, row.id, change, sources.evidenceOf(change));
  const others = (await activeAlerts(tx, row.id)).filter((alert) => alert.id !== change.id);
  const isQuiet = others.length === 0 && row.recovered_at === null;
  const quiet: EventDraft = { time: change.at, kind: 'recovered', actor: WATCHCASE, text: '', data: {} };
  const lines = isQuiet ? [quiet] : await retitled(tx, row, change.at);
  return [await appendEvents(tx, row, [alertLine(change, 'alert-recovered'), ...lines])];
}

/** Recomputes a case's index from its log alone; gives the row as it then stands. For repair and for tests. */
export async function rebuildCase(tx: Tx, caseId: number): Promise<CaseRow> {
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
  const events = await readEvents(tx, caseId);
  await writeIndex(tx, row, { events, fold: foldCase(events), lastSeq: events.length });
  return tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
}
