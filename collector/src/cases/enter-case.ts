import type { Title } from '@watchcase/api';
import { standardPolicy } from '@watchcase/sla';
import type { AlertChange, CaseChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { activeAlerts, linkAlerts } from './active-alerts.ts';
import { alertLine, raisedBy } from './alert-lines.ts';
import { decideAnswer } from './decide-answer.ts';
import { type Points, writeEvidence } from './evidence.ts';
import { severityRank } from './fold.ts';
import { appendEvents, type CaseRow, type EventDraft } from './log.ts';
import { retitled } from './retitled.ts';
import type { SiteFacts } from './decide-site-outage.ts';

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
  /** How a host's site stands. */
  siteOf(hostId: string, now: number): SiteFacts;
}

/** The case that some alerts belong to. */
export interface CaseKey {
  groupKey: string;
  scope: 'host' | 'site';
  /** What a new case is called. */
  title: Title;
}

/** Puts alerts that have just fired into the case of their group: the unresolved one, one that has only just ended, or a new one. */
export async function enterCase(
  tx: Tx,
  key: CaseKey,
  changes: readonly [AlertChange, ...AlertChange[]],
  sources: CaseSources,
): Promise<CaseChange> {
  const last = await lastCase(tx, key.groupKey);
  const at = changes[0].at;
  const endedAt = Math.max(last?.resolved_at ?? 0, last?.closed_at ?? 0);
  const isBack = last !== undefined && (last.unresolved === 1 || at - endedAt <= REOPEN_MS);
  const former = last !== undefined && at - endedAt <= RECURRENCE_MS ? last.id : null;
  const row = isBack ? last : await insertCase(tx, key, changes[0], sources);
  const known = await linkAlerts(tx, row.id, changes);
  const lines = isBack
    ? await linesOfReturn(tx, row, changes, { known, endedAt })
    : linesOfNew(key, changes, former);
  const entered = await appendEvents(tx, row, [...lines, ...(isBack ? await retitled(tx, row, at) : [])]);
  for (const change of changes) await writeEvidence(tx, row.id, change, sources.evidenceOf(change));
  return entered;
}

/** The unresolved case of a group, or the newest one. */
export function lastCase(tx: Tx, groupKey: string): Promise<CaseRow | undefined> {
  return tx
    .selectFrom('cases')
    .selectAll()
    .where('group_key', '=', groupKey)
    .orderBy('unresolved', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

function linesOfNew(
  key: CaseKey,
  [first, ...others]: readonly [AlertChange, ...AlertChange[]],
  former: number | null,
): EventDraft[] {
  const data = {
    category: first.category,
    detectedLate: false,
    recurrenceOf: former,
    scope: key.scope,
    titles: key.title,
  };
  return [
    { ...alertLine(first, 'opened', data), text: key.title.en },
    ...others.map((change) => alertLine(change, 'alert-joined')),
    ...raisedBy(others, first.severity),
  ];
}

/** A fault in a case that has long recovered is a new outage: somebody must answer anew. Until then it is the one people know of. */
async function linesOfReturn(
  tx: Tx,
  row: CaseRow,
  changes: readonly [AlertChange, ...AlertChange[]],
  { known, endedAt }: { known: ReadonlySet<string>; endedAt: number },
): Promise<EventDraft[]> {
  const [first, ...others] = changes;
  const raised = raisedBy(changes, row.severity);
  const joined = (some: readonly AlertChange[]) =>
    some.map((change) => alertLine(change, known.has(change.id) ? 'recurred' : 'alert-joined'));
  const quietMs = row.recovered_at === null ? 0 : first.at - row.recovered_at;
  if (row.unresolved === 0 || quietMs > REOPEN_MS) {
    // A reading may arrive a moment before a person ends the case, and be judged after.
    const time = row.unresolved === 0 ? Math.max(first.at, endedAt) : first.at;
    return [{ ...alertLine(first, 'reopened'), time }, ...joined(others), ...raised];
  }
  const active = await activeAlerts(tx, row.id);
  const answer = decideAnswer(row, { entering: changes, known, active });
  const worsened = answer.again === undefined ? [] : [alertLine(answer.again, 'worsened')];
  return [...joined(changes), ...worsened, ...raised];
}

async function insertCase(
  tx: Tx,
  { groupKey, scope, title }: CaseKey,
  change: AlertChange,
  sources: CaseSources,
): Promise<CaseRow> {
  const { customerId, siteId } = sources.hostOf(change.hostId);
  return tx
    .insertInto('cases')
    .values({
      group_key: groupKey,
      scope,
      customer_id: customerId,
      site_id: siteId,
      host_id: change.hostId,
      policy: standardPolicy.id,
      unresolved: 1,
      title: title.en,
      title_zh: title['zh-CN'],
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
}
