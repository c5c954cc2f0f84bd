import type { Severity, Target } from '@watchcase/api';
import { isRealCase, SYNTHETIC } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import type { Counted, CountedCase } from './count-customers.ts';

/** A host whose last case ended this long ago is still told, with zeros, milliseconds: who looks at the last value must see that it is over. */
const ENDED_MS = 10 * 60_000;

/** Reads what facts are made of. */
export async function readCounted(db: Store['db'], now: number): Promise<Counted> {
  const [cases, alerts, pages, jobs] = await Promise.all([
    readCases(db, now),
    readAlerts(db),
    readPages(db),
    readJobs(db),
  ]);
  return { cases, alerts, pages, jobs };
}

async function readCases(db: Store['db'], now: number): Promise<CountedCase[]> {
  const told = db
    .selectFrom('cases')
    .select(['id', 'customer_id', 'host_id', 'severity', 'category', 'opened_at', 'state', 'unresolved']);
  const [rows, clocks] = await Promise.all([
    // Questions each of which has an index: with an "or" a million ended cases would be read each minute.
    told
      .where((where) => where('unresolved', '=', where.lit(1)))
      .unionAll(told.where('resolved_at', '>', now - ENDED_MS).where('unresolved', '=', 0))
      // What was cancelled, or became part of another case, was never resolved.
      .unionAll(
        told
          .where('closed_at', '>', now - ENDED_MS)
          .where('resolved_at', 'is', null)
          .where('unresolved', '=', 0),
      )
      .execute(),
    db
      .selectFrom('case_clocks')
      .innerJoin('cases', 'cases.id', 'case_clocks.case_id')
      .select([
        'case_id',
        'target',
        'due_at',
        'stopped_at',
        'case_clocks.state',
        'paused_since',
        'paused_until',
      ])
      .where((where) => where('cases.unresolved', '=', where.lit(1)))
      .execute(),
  ]);
  const byCase = Map.groupBy(clocks, (clock) => clock.case_id);
  const inOrder = rows.filter(({ id }) => isRealCase(id)).toSorted((a, b) => a.id - b.id);
  return inOrder.map((row) => ({
    id: row.id,
    customer: row.customer_id,
    hostId: row.host_id,
    severity: row.severity as Severity,
    category: row.category,
    openedAt: row.opened_at,
    isAcknowledged: row.state !== 'open',
    isUnresolved: row.unresolved === 1,
    clocks: (byCase.get(row.id) ?? []).map((clock) => ({
      target: clock.target as Target,
      dueAt: clock.due_at,
      isRunning: clock.stopped_at === null && (clock.paused_since === null || clock.paused_until !== null),
      isBreached: clock.state === 'breached',
    })),
  }));
}

async function readAlerts(db: Store['db']): Promise<Counted['alerts']> {
  const rows = await db
    .selectFrom('alerts')
    .innerJoin('hosts', 'hosts.id', 'alerts.host_id')
    .select((select) => [
      'hosts.customer_id',
      'alerts.host_id',
      'alerts.severity',
      'alerts.state',
      select.fn.countAll<number | string>().as('alerts'),
    ])
    .where('alerts.state', 'in', ['firing', 'frozen'])
    .where('alerts.host_id', '!=', SYNTHETIC.hostId)
    .groupBy(['hosts.customer_id', 'alerts.host_id', 'alerts.severity', 'alerts.state'])
    .execute();
  return rows.map(({ customer_id, host_id, severity, state, alerts }) => ({
    customer: customer_id,
    hostId: host_id,
    severity,
    state,
    alerts: Number(alerts),
  }));
}

async function readPages(db: Store['db']): Promise<Counted['pages']> {
  const rows = await db
    .selectFrom('pages')
    .innerJoin('cases', 'cases.id', 'pages.case_id')
    .select((select) => [
      'cases.customer_id',
      select.fn.countAll<number | string>().as('waiting'),
      select.fn.min('pages.created_at').as('oldest'),
    ])
    .where('pages.finished_at', 'is', null)
    .where('pages.case_id', '!=', SYNTHETIC.caseId)
    // Mail to customers wakes nobody.
    .where('pages.reason', 'not like', 'customer-%')
    .groupBy('cases.customer_id')
    .execute();
  return rows.map(({ customer_id, waiting, oldest }) => ({
    customer: customer_id,
    waiting: Number(waiting),
    oldestAt: oldest,
  }));
}

/** Those in use that have told of a run: of others it is known what stands where only. */
async function readJobs(db: Store['db']): Promise<Counted['jobs']> {
  const rows = await db
    .selectFrom('backup_jobs')
    .innerJoin('hosts', 'hosts.id', 'backup_jobs.host_id')
    .select(['hosts.customer_id', 'ok', 'last_success'])
    .where('backup_jobs.retired_at', 'is', null)
    .where((where) => where.or([where('last_start', 'is not', null), where('last_end', 'is not', null)]))
    .execute();
  return rows.map(({ customer_id, ok, last_success }) => ({
    customer: customer_id,
    ok: ok === null ? null : ok === 1,
    lastSuccess: last_success,
  }));
}
