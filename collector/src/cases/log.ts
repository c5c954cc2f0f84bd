import { isTaken, isUnresolved, movingEvents } from '@watchcase/api';
import { type ClockState, clocksOf } from '@watchcase/sla';
import type { Insertable, Selectable } from 'kysely';
import type { CaseChange, CaseEvent, CaseEventKind } from '../model/index.ts';
import { type Fields, prepared } from '../prepared.ts';
import type { Store, Tables, Tx } from '../store/index.ts';
import { lookAnew } from './look-anew.ts';
import { owedColumns } from './owed-columns.ts';
import { resolverFor } from './owed-terms.ts';
import { type CaseFold, changingEvents, foldCase, severityRank } from './fold.ts';

export type CaseRow = Selectable<Tables['cases']>;

/** An event that has no number yet. */
export type EventDraft = Omit<CaseEvent, 'caseId' | 'seq'>;

/** Who acts when no person does. */
export const WATCHCASE = 'watchcase';

/** Kinds of which the last one tells all: is the case quiet or not. */
export const RECOVERY: readonly CaseEventKind[] = ['alert-joined', 'recurred', 'too-many', 'recovered'];

/** Kinds of which the last one tells all, too: what the case is called. */
const NAMING: readonly CaseEventKind[] = ['retitled'];

const LAST_ONLY = new Set([...RECOVERY, ...NAMING]);

/** Kinds on which state and clocks depend, however many of them there are. */
const DECIDING: readonly CaseEventKind[] = [
  ...new Set<CaseEventKind>(['opened', ...movingEvents, ...changingEvents, 'note', 'warning', 'breached']),
].filter((kind) => !LAST_ONLY.has(kind));

const FOLDED = new Set([...DECIDING, ...LAST_ONLY]);

/** Whether a case's state, clocks or name follow from lines of this kind. */
export function isFolded(kind: CaseEventKind): boolean {
  return FOLDED.has(kind);
}

/** Columns of a line. */
const LINE = ['case_id', 'seq', 'time', 'kind', 'actor', 'text', 'data'] as const;

/** Reads a case's log, oldest first. */
export async function readEvents(db: Store['db'] | Tx, caseId: number): Promise<CaseEvent[]> {
  const rows = await db
    .selectFrom('case_events')
    .select(LINE)
    .where('case_id', '=', caseId)
    .orderBy('seq')
    .execute();
  return rows.map(eventOf);
}

/** The part of a case's log that its state and clocks follow from: short, however often its alerts came and went. */
export async function readDecidingEvents(tx: Store['db'] | Tx, caseId: number): Promise<CaseEvent[]> {
  const { rows } = await selectDeciding(tx, caseId);
  return rows.map(eventOf);
}

const selectDeciding = prepared((db, caseId: number) =>
  db
    .selectFrom('case_events')
    .select(LINE)
    .where('case_id', '=', caseId)
    .where((where) =>
      where.or([
        where('kind', 'in', DECIDING),
        ...[RECOVERY, NAMING].map((kinds) =>
          where('seq', '=', (query) =>
            query
              .selectFrom('case_events as other')
              .select((select) => select.fn.max('other.seq').as('seq'))
              .where('other.case_id', '=', caseId)
              .where('other.kind', 'in', kinds),
          ),
        ),
      ]),
    )
    .orderBy('seq'),
);

/** The parts of several cases' logs that figures follow from, by case, oldest first: how their alerts came and went, and who was paged, is left out. */
export function readFigureLogs(
  db: Store['db'],
  caseIds: readonly number[],
): Promise<Map<number, CaseEvent[]>> {
  return readLines(db, caseIds, [...DECIDING, 'absorbed']);
}

/** Lines of these kinds of several cases' logs, by case, oldest first. */
export async function readLines(
  db: Store['db'] | Tx,
  caseIds: readonly number[],
  kinds: readonly CaseEventKind[],
): Promise<Map<number, CaseEvent[]>> {
  if (caseIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('case_events')
    .select(LINE)
    .where('case_id', 'in', caseIds)
    .where('kind', 'in', kinds)
    .orderBy('case_id')
    .orderBy('seq')
    .execute();
  return Map.groupBy(rows.map(eventOf), ({ caseId }) => caseId);
}

function eventOf(row: Selectable<Tables['case_events']>): CaseEvent {
  return {
    caseId: row.case_id,
    seq: row.seq,
    time: row.time,
    kind: row.kind as CaseEventKind,
    actor: row.actor,
    text: row.text,
    data: JSON.parse(row.data) as Record<string, unknown>,
  };
}

/**
 * Appends events to a case and recomputes every index over its log where they may change it, under the condition that nobody else appended meanwhile. Throws
 * when somebody did: the transaction must be tried again.
 */
export async function appendEvents(tx: Tx, row: CaseRow, drafts: readonly EventDraft[]): Promise<CaseChange> {
  const added = drafts.map(
    (draft, i): CaseEvent => ({ ...draft, caseId: row.id, seq: row.last_seq + i + 1 }),
  );
  if (added.length > 0) await insertEvents(tx, added.map(eventRow));
  const lastSeq = row.last_seq + added.length;
  const change = { caseId: row.id, events: added, hostId: row.host_id, customerId: row.customer_id };
  // What was told to whom is most of what happens, and nothing follows from it.
  if (added.length > 0 && !added.some(({ kind }) => isFolded(kind))) {
    await writeRow(tx, row, { last_seq: lastSeq });
    return { ...change, ...standingIn(row), turned: null, pagesHeldUntil: null };
  }
  const before = row.last_seq === 0 ? [] : await readDecidingEvents(tx, row.id);
  const reopened = added.findLast(({ kind }) => kind === 'reopened');
  if (reopened !== undefined) await lookAnew(tx, row.customer_id, reopened.time);
  const events = [...before, ...added];
  const fold = foldCase(events);
  await writeIndex(tx, row, { events, fold, lastSeq });
  const turned = turnOf(row.recovered_at, fold.recoveredAt);
  return { ...change, ...standingOf(fold), turned, pagesHeldUntil: null };
}

const insertEvents = prepared((db, rows: readonly (Insertable<Tables['case_events']> & Fields)[]) =>
  db.insertInto('case_events').values(rows),
);

/** A change of a case that adds nothing: it is to be looked at. */
export function unchanged(row: CaseRow): CaseChange {
  const { id: caseId, host_id: hostId, customer_id: customerId } = row;
  return { caseId, events: [], hostId, customerId, ...standingIn(row), turned: null, pagesHeldUntil: null };
}

/** How a case stands, as those who plan pages ask. */
function standingOf({
  severity,
  category,
  state,
  detectedLate,
}: Pick<CaseFold, 'severity' | 'category' | 'state' | 'detectedLate'>) {
  return { severity, category, acknowledged: isTaken(state) || !isUnresolved(state), detectedLate };
}

/** The same by its row. */
function standingIn({ severity, category, state, detected_late }: CaseRow) {
  return standingOf({
    severity: severity as CaseFold['severity'],
    category: category as CaseFold['category'],
    state,
    detectedLate: detected_late === 1,
  });
}

function turnOf(before: number | null, after: number | null): CaseChange['turned'] {
  if ((before === null) === (after === null)) return null;
  return after === null ? 'wrong' : 'recovered';
}

function eventRow(event: CaseEvent) {
  const { time, kind, actor, text } = event;
  return { case_id: event.caseId, seq: event.seq, time, kind, actor, text, data: JSON.stringify(event.data) };
}

/** Writes what follows from the log: the case's row and its clocks. */
export async function writeIndex(
  tx: Tx,
  row: CaseRow,
  { events, fold, lastSeq }: { events: readonly CaseEvent[]; fold: CaseFold; lastSeq: number },
): Promise<void> {
  const clocks = clocksOf(events, await resolverFor(tx, events));
  await writeRow(tx, row, {
    ...indexOf(fold),
    breached: clocks.some((clock) => clock.state === 'breached') ? 1 : 0,
    next_due: earliest(clocks.filter(isCounting).map(({ dueAt }) => dueAt)),
    next_at: earliest([...clocks.map(({ nextAt }) => nextAt), fold.comesBackAt, fold.onHold?.until ?? null]),
    last_seq: lastSeq,
  });
  if (row.last_seq > 0) await deleteClocks(tx, row.id);
  const rows = clocks.map((clock) => ({
    case_id: row.id,
    target: clock.target,
    limit_ms: clock.limitMs,
    due_at: Math.round(clock.dueAt),
    stopped_at: clock.stoppedAt,
    state: clock.state,
    next_at: clock.nextAt === null ? null : Math.round(clock.nextAt),
    next_percent: clock.nextPercent,
    paused_reason: clock.paused?.reason ?? null,
    paused_since: clock.paused?.since ?? null,
    paused_until: clock.paused?.until ?? null,
    provisional: clock.isProvisional ? 1 : 0,
  }));
  if (rows.length > 0) await insertClocks(tx, rows);
}

const deleteClocks = prepared((db, caseId: number) =>
  db.deleteFrom('case_clocks').where('case_id', '=', caseId),
);
const insertClocks = prepared((db, rows: readonly (Insertable<Tables['case_clocks']> & Fields)[]) =>
  db.insertInto('case_clocks').values(rows),
);

/** Under the condition that nobody else wrote to the case since it was read; what is as it was then is not written, nor are its indexes. */
async function writeRow(
  tx: Tx,
  row: CaseRow,
  { last_seq, ...columns }: Partial<CaseRow> & Pick<CaseRow, 'last_seq'>,
): Promise<void> {
  const changed = Object.entries(columns).filter(([name, value]) => value !== row[name as keyof CaseRow]);
  const { numAffectedRows } = await updateRow(tx, row.id, row.last_seq, {
    last_seq,
    ...Object.fromEntries(changed),
  });
  if (numAffectedRows !== 1n) throw new Error(`case ${row.id} was changed by another`);
}

const updateRow = prepared((db, caseId: number, lastSeq: number, columns: Fields) =>
  db.updateTable('cases').set(columns).where('id', '=', caseId).where('last_seq', '=', lastSeq),
);

/** Runs, or will when its pause ends. */
function isCounting({ stoppedAt, paused }: ClockState): boolean {
  return stoppedAt === null && (paused === null || paused.until !== null);
}

function earliest(moments: readonly (number | null)[]): number | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : Math.round(Math.min(...known));
}

/** The columns of a case's row that follow from its log alone. */
export function indexOf(fold: CaseFold) {
  return {
    unresolved: isUnresolved(fold.state) ? 1 : 0,
    title: fold.title.en,
    title_zh: fold.title['zh-CN'],
    state: fold.state,
    severity: fold.severity,
    severity_rank: severityRank(fold.severity),
    category: fold.category,
    opened_at: fold.openedAt,
    acknowledged_at: fold.acknowledgedAt,
    acknowledged_by: fold.acknowledgedBy,
    recovered_at: fold.recoveredAt,
    resolved_at: fold.resolvedAt,
    closed_at: fold.closedAt,
    comes_back_at: fold.comesBackAt,
    detected_late: fold.detectedLate ? 1 : 0,
    scope: fold.scope,
    source: fold.source,
    rule: fold.rule,
    kind: fold.kind,
    confirmed_at: fold.confirmedAt,
    held_reason: fold.onHold?.reason ?? null,
    held_until: fold.onHold?.until ?? null,
    assignee: fold.assignee,
    team: fold.team,
    watchers: JSON.stringify(fold.watchers),
    rating: fold.rating,
    merged_into: fold.mergedInto,
    ...owedColumns(fold.terms),
  };
}
