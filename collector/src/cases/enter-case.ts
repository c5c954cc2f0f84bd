import { isTaken, type Title } from '@watchcase/api';
import type { TermsRef } from '@watchcase/sla';
import type { AlertChange, CaseChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { activeAlerts, linkAlerts, worstFiring } from './active-alerts.ts';
import { alertLine, linesOfTurn } from './alert-lines.ts';
import { decideAnswer } from './decide-answer.ts';
import type { SiteFacts } from './decide-site-outage.ts';
import { decideTold } from './decide-told.ts';
import { type Points, writeEvidence } from './evidence.ts';
import { insertCase } from './insert-case.ts';
import { lastCase } from './last-cases.ts';
import { appendEvents, type CaseRow, type EventDraft, WATCHCASE } from './log.ts';
import { type AskTerms, termsOfNew } from './owed-terms.ts';
import { quietSince } from './quiet-since.ts';
import { retitled } from './retitled.ts';

/** A fault that comes back within this time of its case's end reopens the case. */
const REOPEN_MS = 30 * 60_000;
/** Within this time the new case is linked to the old one as a recurrence. */
const RECURRENCE_MS = 30 * 86_400_000;

/** What opening cases needs from elsewhere. */
export interface CaseSources {
  /** The series of some alerts around their moments, in the same order. */
  evidenceOf(changes: readonly AlertChange[]): readonly Points[];
  /** Where a host belongs. */
  hostOf(hostId: string): { customerId: string; siteId: string };
  /** What is owed for a case that opens. */
  owed: AskTerms;
  /** How a host's site stands. */
  siteOf(hostId: string, now: number): SiteFacts;
}

/** The case that some alerts belong to. */
export interface CaseKey {
  groupKey: string;
  scope: 'host' | 'site' | 'crowd' | 'customer';
  /** What a new case is called. */
  title: Title;
}

/** What a turn has for one case. */
export interface CaseTurn {
  key: CaseKey;
  /** The unresolved case of that group, or the newest one. */
  last: CaseRow | undefined;
  /** In their order; a case that is to be opened has one that enters before all others. */
  changes: readonly AlertChange[];
  /** Those that put their alert into the case: it has fired, or grown worse when its own case had ended. */
  entering: ReadonlySet<AlertChange>;
  /** Cases that become part of it. */
  absorbs?: readonly number[];
}

/** Puts alerts that have just fired into the case of their group: the unresolved one, one that has only just ended, or a new one. */
export async function enterCase(
  tx: Tx,
  key: CaseKey,
  changes: readonly [AlertChange, ...AlertChange[]],
  sources: CaseSources,
): Promise<CaseChange> {
  const last = await lastCase(tx, key.groupKey);
  const change = await takeTurnOfCase(tx, { key, last, changes, entering: new Set(changes) }, sources);
  return change as CaseChange;
}

/** True when alerts that fire at `at` go into this case and not into a new one. */
export function isCaseBack(last: CaseRow | undefined, at: number): last is CaseRow {
  if (last === undefined) return false;
  return last.unresolved === 1 || last.comes_back_at !== null || at - endOf(last) <= REOPEN_MS;
}

function endOf({ resolved_at, closed_at }: CaseRow): number {
  return Math.max(resolved_at ?? 0, closed_at ?? 0);
}

/** Writes what a turn has for one case: its lines, its index and its evidence, once, however many alerts there are. Undefined when it has nothing to tell. */
export async function takeTurnOfCase(
  tx: Tx,
  turn: CaseTurn,
  sources: CaseSources,
): Promise<CaseChange | undefined> {
  const { changes, entering, last } = turn;
  const first = changes.find((change) => entering.has(change));
  const isOld = first === undefined || isCaseBack(last, first.at);
  const row =
    isOld && last !== undefined ? last : await insertFor(tx, turn.key, first as AlertChange, sources);
  const firing = isTaken(row.state) ? await worstFiring(tx, row.id) : undefined;
  const known = await linkAlerts(tx, row.id, [...entering]);
  const terms = first === undefined || row === last ? {} : await termsFor(tx, turn.key, first, sources);
  const quietAt = first === undefined || row !== last ? null : await quietSince(tx, row);
  const opening = openingOf(turn, { row, quietAt }, first, terms);
  const again =
    opening === undefined ? decideAnswer(row, { entering: [...entering], known, firing }).again : undefined;
  const told = decideTold(opening === undefined ? changes : changes.filter((change) => change !== first));
  const severity = row.severity as AlertChange['severity'];
  const lines = linesOfTurn({ changes, entering, known, severity, opening, again, told });
  // Of a new case that has one alert only nothing else can be active.
  if (isOld || changes.length > 1) lines.push(...(await endingOf(tx, row, turn)));
  const change = lines.length === 0 ? undefined : await appendEvents(tx, row, lines);
  await writeEvidence(
    tx,
    { id: row.id, severity: isOld ? severity : undefined },
    changes,
    sources.evidenceOf,
  );
  return change;
}

/** How a case begins with the first alert that enters it, or begins again; undefined when it goes on. */
function openingOf(
  { key, last }: CaseTurn,
  { row, quietAt }: { row: CaseRow; quietAt: number | null },
  first: AlertChange | undefined,
  terms: { terms?: TermsRef },
): ((first: AlertChange) => EventDraft) | undefined {
  if (first === undefined) return undefined;
  if (row !== last) {
    const former = last !== undefined && first.at - endOf(last) <= RECURRENCE_MS ? last.id : null;
    const data = { detectedLate: false, recurrenceOf: former, scope: key.scope, titles: key.title, ...terms };
    return (change) => ({
      ...alertLine(change, 'opened', { category: change.category, ...data }),
      text: key.title.en,
    });
  }
  // A fault in a case in which all has long been quiet is a new outage: somebody must answer anew. Until then it is the one people know of.
  const quietMs = quietAt === null ? 0 : first.at - quietAt;
  if (row.unresolved === 1 && quietMs <= REOPEN_MS) return undefined;
  // A reading may arrive a moment before a person ends the case, and be judged after.
  const time = row.unresolved === 0 ? Math.max(first.at, endOf(row)) : first.at;
  return (change) => ({ ...alertLine(change, 'reopened'), time });
}

/** What stands at the end of the turn: that all is quiet, or what the case is called from now on. */
async function endingOf(tx: Tx, row: CaseRow, { changes, entering }: CaseTurn): Promise<EventDraft[]> {
  const at = changes.at(-1)?.at ?? 0;
  const active = await activeAlerts(tx, row.id);
  if (active.length > 0) return retitled(tx, row, { at, active });
  const recovers = changes.some(({ transition }) => transition === 'resolved');
  if (!recovers || (row.recovered_at !== null && entering.size === 0)) return [];
  return [{ time: at, kind: 'recovered', actor: WATCHCASE, text: '', data: {} }];
}

async function termsFor(
  tx: Tx,
  { scope }: CaseKey,
  { hostId, category, severity, at }: AlertChange,
  sources: CaseSources,
): Promise<{ terms?: TermsRef }> {
  const subject = { ...sources.hostOf(hostId), hostId: scope === 'site' ? null : hostId };
  return termsOfNew(tx, { ...subject, category, severity, at }, sources.owed);
}

function insertFor(tx: Tx, { groupKey, scope, title }: CaseKey, change: AlertChange, sources: CaseSources) {
  const { severity, category, hostId, at } = change;
  const place = { ...sources.hostOf(hostId), hostId };
  return insertCase(tx, { groupKey, scope, title, severity, category, openedAt: at, ...place });
}
