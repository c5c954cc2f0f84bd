import { type Case, type CaseDetail, type CaseEventView, titleOf } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { Selectable } from 'kysely';
import type { Store, Tables } from '../../store/index.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import { alertView } from './alerts.ts';
import { ofHost } from './of-host.ts';
import { iso, isoOrNull } from './time.ts';

type Db = Store['db'];

function selectCases(db: Db) {
  return db
    .selectFrom('cases')
    .innerJoin('hosts', 'hosts.id', 'cases.host_id')
    .innerJoin('customers', 'customers.id', 'cases.customer_id')
    .leftJoin('sites', (join) =>
      join.onRef('sites.customer_id', '=', 'cases.customer_id').onRef('sites.id', '=', 'cases.site_id'),
    )
    .selectAll('cases')
    .select(['hosts.name as host_name', 'customers.name as customer_name', 'sites.name as site_name']);
}
type CaseRow = Awaited<ReturnType<ReturnType<typeof selectCases>['executeTakeFirstOrThrow']>>;

/** What a list of cases is narrowed by. */
export interface CaseListQuery {
  limit: number;
  cursor?: string | undefined;
  view: 'unresolved' | 'all';
  state?: Case['state'] | undefined;
  host?: string | undefined;
  severity?: Case['severity'] | undefined;
}

const NEVER = Number.MAX_SAFE_INTEGER;

/** Unresolved cases by urgency: earliest due first, so what is overdue is on top, severity and age decide between equals. All cases: newest first. */
export async function listCases(
  db: Db,
  query: CaseListQuery,
): Promise<{ items: Case[]; next: string | null }> {
  let select = selectCases(db).limit(query.limit + 1);
  if (query.view === 'unresolved') select = select.where('cases.unresolved', '=', 1);
  if (query.state !== undefined) select = select.where('cases.state', '=', query.state);
  if (query.host !== undefined) select = select.where(ofHost(db, query.host));
  if (query.severity !== undefined) select = select.where('cases.severity', '=', query.severity);
  if (query.view === 'all') {
    if (query.cursor !== undefined)
      select = select.where('cases.id', '<', decodeCursor(query.cursor, 'all cases')[0]);
    const page = pageOf(await select.orderBy('cases.id', 'desc').execute(), {
      list: 'all cases',
      limit: query.limit,
      keyOf: (row) => [row.id],
    });
    return { items: await caseViews(db, page.items), next: page.next };
  }
  if (query.cursor !== undefined) {
    const [due, id] = decodeCursor(query.cursor, 'unresolved cases');
    select = select.where((where) =>
      where.or([
        where(where.fn.coalesce('cases.next_due', where.lit(NEVER)), '>', due),
        where.and([
          where(where.fn.coalesce('cases.next_due', where.lit(NEVER)), '=', due),
          where('cases.id', '>', id),
        ]),
      ]),
    );
  }
  const rows = await select
    .orderBy((order) => order.fn.coalesce('cases.next_due', order.lit(NEVER)))
    .orderBy('cases.id')
    .execute();
  const page = pageOf(rows, {
    list: 'unresolved cases',
    limit: query.limit,
    keyOf: (row) => [row.next_due ?? NEVER, row.id],
  });
  return { items: await caseViews(db, page.items), next: page.next };
}

/** One case with its timeline, alerts and evidence. Errors: CASE_NOT_FOUND. */
export async function readCase(db: Db, id: number): Promise<CaseDetail> {
  const row = await selectCases(db).where('cases.id', '=', id).executeTakeFirst();
  if (row === undefined)
    throw new UserError({
      code: 'CASE_NOT_FOUND',
      place: `case ${id}`,
      message: 'there is no such case',
      fix: 'check its number',
    });
  const [view] = await caseViews(db, [row]);
  const events = await db
    .selectFrom('case_events')
    .selectAll()
    .where('case_id', '=', id)
    .orderBy('seq')
    .execute();
  const alerts = await db
    .selectFrom('alerts')
    .selectAll()
    .where('case_id', '=', id)
    .orderBy('fired_at')
    .execute();
  const evidence = await db
    .selectFrom('case_evidence')
    .selectAll()
    .where('case_id', '=', id)
    .orderBy('breached_at')
    .execute();
  const hosts = [...new Set(alerts.map((alert) => alert.host_id))];
  const jobs =
    hosts.length === 0
      ? []
      : await db
          .selectFrom('backup_jobs')
          .selectAll()
          .where('host_id', 'in', hosts)
          .where('ok', '=', 0)
          .execute();
  return {
    ...(view as Case),
    timeline: events.map((event) => ({
      seq: event.seq,
      time: iso(event.time),
      kind: event.kind as CaseEventView['kind'],
      actor: event.actor,
      text: event.text,
      data: JSON.parse(event.data) as Record<string, unknown>,
    })),
    alerts: alerts
      .filter((alert) => alert.state !== 'inactive')
      .map((alert) => ({ ...alertView(alert), said: saidOf(alert, jobs) })),
    evidence: evidence.map(evidenceView),
  };
}

function saidOf(
  alert: Selectable<Tables['alerts']>,
  jobs: readonly Selectable<Tables['backup_jobs']>[],
): string | null {
  const { job } = JSON.parse(alert.labels) as Readonly<Record<string, string>>;
  const failed = jobs.find((one) => one.host_id === alert.host_id && one.job === job);
  return failed === undefined || failed.output === '' ? null : failed.output;
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
    site: { id: row.site_id, name: row.site_name ?? row.site_id },
    host: row.scope === 'site' ? null : { id: row.host_id, name: row.host_name },
    openedAt: iso(row.opened_at),
    acknowledgedAt: isoOrNull(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    recoveredAt: isoOrNull(row.recovered_at),
    resolvedAt: isoOrNull(row.resolved_at),
    closedAt: isoOrNull(row.closed_at),
    comesBackAt: isoOrNull(row.comes_back_at),
    detectedLate: row.detected_late === 1,
    clocks: clocks.map((clock) => ({
      target: clock.target as Case['clocks'][number]['target'],
      limitSeconds: clock.limit_ms / 1000,
      due: iso(clock.due_at),
      state: clock.state,
      stoppedAt: isoOrNull(clock.stopped_at),
    })),
    nextDue: isoOrNull(row.next_due),
    breached: row.breached === 1,
  };
}
