import {
  type Case,
  type CaseDetail,
  type CaseEventView,
  type HoldReason,
  kindsForCustomer,
  kindsWithVisibility,
  lineForCustomer,
  severities,
  titleOf,
} from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { ExpressionBuilder, Selectable } from 'kysely';
import type { Store, Tables } from '../../store/index.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import type { HttpRooms } from '../rooms.ts';
import { alertView } from './alerts.ts';
import { readReasons } from './alert-reasons.ts';
import { iso, isoOrNull } from './time.ts';

type Db = Store['db'];

function selectCases(db: Db) {
  return db
    .selectFrom('cases')
    .leftJoin('hosts', 'hosts.id', 'cases.host_id')
    .innerJoin('customers', 'customers.id', 'cases.customer_id')
    .leftJoin('sites', (join) =>
      join.onRef('sites.customer_id', '=', 'cases.customer_id').onRef('sites.id', '=', 'cases.site_id'),
    )
    .selectAll('cases')
    .select(['hosts.name as host_name', 'customers.name as customer_name', 'sites.name as site_name']);
}
type CaseRow = Awaited<ReturnType<ReturnType<typeof selectCases>['executeTakeFirstOrThrow']>>;

/** What one answer about a case has at most: a case may have thousands of each. */
const MOST_SHOWN = { lines: 200, alerts: 100, evidence: 30 };

/** Cases as lists show them, in the order of their ids in `ids`. */
export async function readCases(db: Db, ids: readonly number[]): Promise<Case[]> {
  if (ids.length === 0) return [];
  const rows = await selectCases(db).where('cases.id', 'in', ids).execute();
  const views = new Map((await caseViews(db, rows)).map((view) => [view.id, view]));
  return ids.flatMap((id) => views.get(id) ?? []);
}

/** Whose timeline: all of it, or what is for the customer. */
export interface Reader {
  forCustomer: boolean;
}
const DESK: Reader = { forCustomer: false };

/** One case with the newest of its timeline, the worst of its alerts, and evidence. Errors: CASE_NOT_FOUND. */
export async function readCase(
  { store: { db }, mail }: Pick<HttpRooms, 'store' | 'mail'>,
  id: number,
  reader = DESK,
): Promise<CaseDetail> {
  const row = await selectCases(db).where('cases.id', '=', id).executeTakeFirst();
  if (row === undefined) throw unknownCase(id);
  const [view] = await caseViews(db, [row]);
  const { items } = await readTimeline(db, id, { limit: MOST_SHOWN.lines }, reader);
  const evidence = await db
    .selectFrom('case_evidence')
    .selectAll()
    .where('case_id', '=', id)
    .orderBy('breached_at')
    .orderBy('alert_id')
    .limit(MOST_SHOWN.evidence)
    .execute();
  return {
    ...(view as Case),
    mailTag: mail.tag(id),
    timeline: items.toReversed(),
    timelineCount: reader.forCustomer ? await countForCustomer(db, id) : row.last_seq,
    ...(await readAlerts(db, id)),
    evidence: evidence.map(evidenceView),
  };
}

/** Errors: CASE_NOT_FOUND where there is no such case. */
export async function refuseUnknown(db: Db, id: number): Promise<void> {
  const row = await db.selectFrom('cases').select('id').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw unknownCase(id);
}

/** What is said where there is no such case. */
export function unknownCase(id: number): UserError {
  return new UserError({
    code: 'CASE_NOT_FOUND',
    place: `case ${id}`,
    message: 'there is no such case',
    fix: 'check its number',
  });
}

async function readAlerts(db: Db, caseId: number): Promise<Pick<CaseDetail, 'alerts' | 'alertCount'>> {
  const ofCase = db.selectFrom('alerts').where('case_id', '=', caseId).where('state', '!=', 'inactive');
  const count = await ofCase.select((query) => query.fn.countAll().as('count')).executeTakeFirst();
  const rows = await ofCase
    .selectAll()
    .orderBy((order) => order.case().when('state', '=', 'resolved').then(1).else(0).end())
    .orderBy((order) => rankOf(order))
    .orderBy('fired_at')
    .orderBy('id')
    .limit(MOST_SHOWN.alerts)
    .execute();
  const reasons = await readReasons(db, [...new Set(rows.map((alert) => alert.host_id))]);
  const alerts = rows.map((row) => ({ ...alertView(row), ...reasons(row) }));
  return { alerts, alertCount: Number(count?.count ?? 0) };
}

/** Sorts by severity, the worst first. */
function rankOf(order: ExpressionBuilder<Tables, 'alerts'>) {
  const [first = 'advisory', ...rest] = severities.toReversed();
  const worst = order.case().when('severity', '=', first).then(0);
  return rest.reduce((so, severity, at) => so.when('severity', '=', severity).then(at + 1), worst).end();
}

/** Lines of a case's timeline that a reader may read, newest first. Errors: CURSOR_INVALID. */
export async function readTimeline(
  db: Db,
  caseId: number,
  query: { limit: number; cursor?: string | undefined },
  { forCustomer } = DESK,
): Promise<{ items: CaseEventView[]; next: string | null }> {
  let select = db
    .selectFrom('case_events')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('seq', 'desc')
    .limit(query.limit + 1);
  if (forCustomer) select = select.where(isForCustomer);
  if (query.cursor !== undefined)
    select = select.where('seq', '<', decodeCursor(query.cursor, 'timeline')[0]);
  const page = pageOf(await select.execute(), {
    list: 'timeline',
    limit: query.limit,
    keyOf: (row) => [row.seq],
  });
  const lines = page.items.map(eventView);
  return {
    items: forCustomer ? lines.flatMap((line) => lineForCustomer(line) ?? []) : lines,
    next: page.next,
  };
}

async function countForCustomer(db: Db, caseId: number): Promise<number> {
  const row = await db
    .selectFrom('case_events')
    .select((select) => select.fn.countAll().as('count'))
    .where('case_id', '=', caseId)
    .where(isForCustomer)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The lines that `lineForCustomer` shows, so that pages of them are whole. A quote within a text is escaped in `data`: nobody can write this themselves. */
export function isForCustomer(where: ExpressionBuilder<Tables, 'case_events'>) {
  return where.or([
    where('kind', 'in', kindsForCustomer),
    where.and([where('kind', 'in', kindsWithVisibility), where('data', 'like', '%"visibility":"customer"%')]),
  ]);
}

function eventView(event: Selectable<Tables['case_events']>): CaseEventView {
  const { seq, actor, text } = event;
  return {
    seq,
    time: iso(event.time),
    kind: event.kind as CaseEventView['kind'],
    actor,
    text,
    data: JSON.parse(event.data) as Record<string, unknown>,
  };
}

function evidenceView(row: Selectable<Tables['case_evidence']>): CaseDetail['evidence'][number] {
  const points = JSON.parse(row.points) as { times: number[]; values: (number | null)[] };
  const { title, unit, series, threshold } = row;
  return {
    alertId: row.alert_id,
    title,
    titles: titleOf(title, row.title_zh),
    unit,
    series,
    ...points,
    threshold,
    breachedAt: iso(row.breached_at),
  };
}

async function caseViews(db: Db, rows: readonly CaseRow[]): Promise<Case[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const clocks = await db
    .selectFrom('case_clocks')
    .selectAll()
    .where('case_id', 'in', ids)
    .orderBy('target')
    .execute();
  const byCase = Map.groupBy(clocks, (clock) => clock.case_id);
  return rows.map((row) => caseView(row, byCase.get(row.id) ?? []));
}

function caseView(row: CaseRow, clocks: readonly Selectable<Tables['case_clocks']>[]): Case {
  return {
    id: row.id,
    number: `C-${row.id}`,
    title: row.title,
    titles: titleOf(row.title, row.title_zh),
    state: row.state,
    severity: row.severity as Case['severity'],
    category: row.category as Case['category'],
    customer: { id: row.customer_id, name: row.customer_name },
    source: row.source,
    kind: row.kind,
    site: row.site_id === '' ? null : { id: row.site_id, name: row.site_name ?? row.site_id },
    host:
      row.scope === 'site' || row.scope === 'customer'
        ? null
        : { id: row.host_id, name: row.host_name ?? row.host_id },
    openedAt: iso(row.opened_at),
    acknowledgedAt: isoOrNull(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    recoveredAt: isoOrNull(row.recovered_at),
    resolvedAt: isoOrNull(row.resolved_at),
    closedAt: isoOrNull(row.closed_at),
    comesBackAt: isoOrNull(row.comes_back_at),
    onHold:
      row.held_reason === null
        ? null
        : { reason: row.held_reason as HoldReason, until: isoOrNull(row.held_until) },
    assignee: row.assignee,
    team: row.team,
    watchers: JSON.parse(row.watchers) as string[],
    confirmedAt: isoOrNull(row.confirmed_at),
    rating: row.rating,
    detectedLate: row.detected_late === 1,
    clocks: clocks.map((clock) => ({
      target: clock.target as Case['clocks'][number]['target'],
      limitSeconds: clock.limit_ms / 1000,
      due: iso(clock.due_at),
      state: clock.state,
      stoppedAt: isoOrNull(clock.stopped_at),
      paused: pausedOf(clock),
      isProvisional: clock.provisional === 1,
    })),
    nextDue: isoOrNull(row.next_due),
    breached: row.breached === 1,
    policy: row.policy,
    contract: row.contract,
    outside: row.outside,
  };
}

function pausedOf(clock: Selectable<Tables['case_clocks']>): Case['clocks'][number]['paused'] {
  if (clock.paused_since === null || clock.paused_reason === null) return null;
  const reason = clock.paused_reason as NonNullable<Case['clocks'][number]['paused']>['reason'];
  return { reason, since: iso(clock.paused_since), until: isoOrNull(clock.paused_until) };
}
