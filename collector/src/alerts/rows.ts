import { type Category, type Severity, titleOf } from '@watchcase/api';
import type { Insertable, Selectable } from 'kysely';
import type { AlertChange } from '../model/index.ts';
import { type Fields, inParts, prepared } from '../prepared.ts';
import type { Store, Tables, Tx } from '../store/index.ts';
import type { AlertState } from './advance.ts';

/** Reads every alert that is pending, firing or frozen; of the hosts of some shards, or of all. */
export async function loadAlerts(db: Store['db'], shards?: readonly number[]): Promise<AlertState[]> {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('state', 'in', ['pending', 'firing', 'frozen'])
    .where('host_id', 'not in', (query) =>
      query.selectFrom('hosts').select('hosts.id').where('retired_at', 'is not', null),
    )
    .$if(shards !== undefined, (alerts) =>
      alerts.where('host_id', 'in', (query) =>
        query
          .selectFrom('hosts')
          .innerJoin('customers', 'customers.id', 'hosts.customer_id')
          .select('hosts.id')
          .where('customers.shard', 'in', shards ?? []),
      ),
    )
    .execute();
  return rows.map(stateOf);
}

/** Writes the new state of each changed alert; of several changes of one alert in a turn the last stands. */
export async function commitAlerts(tx: Tx, changes: readonly AlertChange[]): Promise<void> {
  const rows = [...new Map(changes.map((change) => [change.id, rowOf(change)])).values()];
  for (const part of inParts(rows)) await putAlerts(tx, part);
}

/** A row of `alerts` as it is written. */
type Row = Insertable<Tables['alerts']> & Fields;

const putAlerts = prepared((db, rows: readonly Row[]) =>
  db
    .insertInto('alerts')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        title: row.ref('excluded.title'),
        title_zh: row.ref('excluded.title_zh'),
        category: row.ref('excluded.category'),
        group_key: row.ref('excluded.group_key'),
        runbook: row.ref('excluded.runbook'),
        severity: row.ref('excluded.severity'),
        state: row.ref('excluded.state'),
        frozen_from: row.ref('excluded.frozen_from'),
        active_since: row.ref('excluded.active_since'),
        held_ms: row.ref('excluded.held_ms'),
        held_levels: row.ref('excluded.held_levels'),
        quiet_ms: row.ref('excluded.quiet_ms'),
        last_true: row.ref('excluded.last_true'),
        last_sample: row.ref('excluded.last_sample'),
        fired_at: row.ref('excluded.fired_at'),
        resolved_at: row.ref('excluded.resolved_at'),
        value: row.ref('excluded.value'),
        unit: row.ref('excluded.unit'),
        threshold: row.ref('excluded.threshold'),
        series: row.ref('excluded.series'),
        interval_ms: row.ref('excluded.interval_ms'),
      })),
    ),
);

function rowOf(change: AlertChange): Row {
  const held = Object.fromEntries(Object.entries(change.held).map(([level, ms]) => [level, Math.round(ms)]));
  return {
    id: change.id,
    rule: change.rule,
    host_id: change.hostId,
    labels: JSON.stringify(change.labels),
    title: change.title.en,
    title_zh: change.title['zh-CN'],
    category: change.category,
    group_key: change.groupKey,
    runbook: change.runbook,
    severity: change.severity,
    state: change.state,
    frozen_from: change.frozenFrom,
    active_since: Math.round(change.activeSince),
    // Collectors of an older version, while there are some, read one time only.
    held_ms: Math.max(0, ...Object.values(held)),
    held_levels: JSON.stringify(held),
    quiet_ms: change.quietMs === null ? null : Math.round(change.quietMs),
    last_true: Math.round(change.lastTrue),
    last_sample: Math.round(change.lastSample),
    fired_at: change.firedAt,
    resolved_at: change.resolvedAt,
    value: change.value,
    unit: change.unit,
    threshold: change.threshold,
    series: change.series,
    interval_ms: change.intervalMs,
    case_id: null,
  };
}

function stateOf(row: Selectable<Tables['alerts']>): AlertState {
  return {
    id: row.id,
    rule: row.rule,
    hostId: row.host_id,
    labels: JSON.parse(row.labels) as Record<string, string>,
    title: titleOf(row.title, row.title_zh),
    category: row.category as Category,
    groupKey: row.group_key,
    runbook: row.runbook,
    severity: row.severity as Severity,
    state: row.state,
    frozenFrom: row.frozen_from,
    activeSince: row.active_since,
    held: heldOf(row),
    quietMs: row.quiet_ms,
    lastTrue: row.last_true,
    lastSample: row.last_sample,
    firedAt: row.fired_at,
    resolvedAt: row.resolved_at,
    value: row.value,
    unit: row.unit,
    threshold: row.threshold,
    series: row.series,
    intervalMs: row.interval_ms,
  };
}

/** A row of an older version has one time for the level it is pending at. */
function heldOf(row: Selectable<Tables['alerts']>): AlertState['held'] {
  const held = JSON.parse(row.held_levels) as AlertState['held'];
  const isPending = row.state === 'pending' || row.frozen_from === 'pending';
  return isPending && Object.keys(held).length === 0 ? { [row.severity as Severity]: row.held_ms } : held;
}
