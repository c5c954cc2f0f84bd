import { type Relation, type Severity, titleOf } from '@watchcase/api';
import type { CaseAction, CaseChange, CaseDeed } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { actLine } from './act-line.ts';
import { type ActiveAlert, activeAlerts } from './active-alerts.ts';
import { dueEvents } from './due-events.ts';
import { severityRank } from './fold.ts';
import { insertCase } from './insert-case.ts';
import { appendEvents, type CaseRow, type EventDraft, readDecidingEvents } from './log.ts';
import { owedAsOf } from './owed-as-of.ts';
import { refused } from './refused.ts';

type Deed<K extends CaseDeed['kind']> = Extract<CaseDeed, { kind: K }>;

/** An act that concerns two cases. */
export type JoiningDeed = Deed<'link' | 'merge' | 'split'>;

/** What they are done with. */
interface Joining {
  action: CaseAction;
  now: number;
}

/**
 * Does an act that concerns two cases, in one transaction; no line of either log is moved, both say what became of them. Gives the changes, the acted case's first.
 * Errors: CASE_NOT_FOUND, CASE_JOIN_IMPOSSIBLE.
 */
export function joinCases(tx: Tx, row: CaseRow, deed: JoiningDeed, at: Joining): Promise<CaseChange[]> {
  if (deed.kind === 'link') return link(tx, row, deed, at);
  return deed.kind === 'merge' ? merge(tx, row, deed, at) : split(tx, row, deed, at);
}

const backwards: Readonly<Record<Relation, string>> = {
  related: 'related',
  'caused-by': 'causes',
  'duplicate-of': 'duplicate-of',
  follows: 'followed-by',
};

async function link(
  tx: Tx,
  row: CaseRow,
  { to, relation }: Deed<'link'>,
  at: Joining,
): Promise<CaseChange[]> {
  const other = await otherCase(tx, row, to);
  const known = await tx
    .selectFrom('case_events')
    .select('data')
    .where('case_id', '=', row.id)
    .where('kind', '=', 'linked')
    .execute();
  const data = { case: other.id, relation };
  if (known.some((event) => event.data === JSON.stringify(data))) return [await appendEvents(tx, row, [])];
  const back = { case: row.id, relation: backwards[relation] };
  return [
    await appendEvents(tx, row, [actLine(at, 'linked', data)]),
    await appendEvents(tx, other, [actLine(at, 'linked', back)]),
  ];
}

/** The case ends, and what it is about goes on in the other: its alerts, and how bad it is. */
async function merge(tx: Tx, row: CaseRow, { into }: Deed<'merge'>, at: Joining): Promise<CaseChange[]> {
  const other = await otherCase(tx, row, into);
  if (other.unresolved === 0)
    throw impossible(row, `case ${into} has ended`, 'open it again first, or merge the other way round');
  const active = await activeAlerts(tx, row.id);
  await tx.updateTable('alerts').set({ case_id: into }).where('case_id', '=', row.id).execute();
  const merged = actLine(at, 'merged', { into, because: 'person' }, row.title);
  const from = row.severity as Severity;
  const raised =
    severityRank(from) > severityRank(other.severity as Severity)
      ? [
          actLine(
            at,
            'severity-raised',
            { from: other.severity, severity: from, titles: titlesOf(row) },
            row.title,
          ),
        ]
      : [];
  const absorbed = actLine(at, 'absorbed', { from: row.id, titles: titlesOf(row) }, row.title);
  return [
    await appendEvents(tx, row, [...(await dueEvents(tx, row.id, at.now)), merged]),
    await appendEvents(tx, other, [
      ...(await dueEvents(tx, other.id, at.now)),
      absorbed,
      ...active.map((alert) => joinedLine(at, alert, row.id)),
      ...raised,
    ]),
  ];
}

/** Part of a case becomes one of its own. */
async function split(tx: Tx, row: CaseRow, deed: Deed<'split'>, at: Joining): Promise<CaseChange[]> {
  const wanted = new Set(deed.alerts);
  const active = (await activeAlerts(tx, row.id)).filter(({ id }) => wanted.has(id));
  if (active.length < wanted.size)
    throw impossible(
      row,
      'not every alert that was named is one of its active alerts',
      'read the case again',
    );
  const title = titleOf(deed.title);
  const severity = row.severity as Severity;
  const category = row.category as CaseChange['category'];
  const scope = row.host_id === '' ? ('customer' as const) : ('host' as const);
  const place = { customerId: row.customer_id, siteId: row.site_id, hostId: row.host_id };
  const groupKey = `desk split ${row.id} ${row.last_seq}`;
  const fresh = await insertCase(tx, {
    groupKey,
    scope,
    title,
    severity,
    category,
    openedAt: at.now,
    ...place,
  });
  if (active.length > 0)
    await tx
      .updateTable('alerts')
      .set({ case_id: fresh.id })
      .where('id', 'in', [...wanted])
      .where('case_id', '=', row.id)
      .execute();
  const opened = actLine(
    at,
    'opened',
    { severity, category, scope, titles: title, ...(await inherited(tx, row)) },
    title.en,
  );
  const moved = active.map((alert) =>
    actLine(at, 'alert-moved', { alertId: alert.id, titles: alert.title, into: fresh.id }, alert.title.en),
  );
  return [
    await appendEvents(tx, row, [
      actLine(at, 'split', { into: fresh.id, titles: title }, title.en),
      ...moved,
    ]),
    await appendEvents(tx, fresh, [
      opened,
      actLine(at, 'split', { from: row.id, titles: titlesOf(row) }, row.title),
      ...active.map((alert) => joinedLine(at, alert, row.id)),
    ]),
  ];
}

/** What a case that is split off has from the other: what is owed for the one is owed for both, also when contracts change later. */
async function inherited(tx: Tx, row: CaseRow): Promise<Record<string, unknown>> {
  const events = await readDecidingEvents(tx, row.id);
  const named = events.findLast(({ data }) => data['terms'] !== undefined);
  const terms = named === undefined ? {} : { terms: named.data['terms'] };
  return { source: row.source, kind: row.kind, owedAsOf: owedAsOf(events[0], row), ...terms };
}

async function otherCase(tx: Tx, row: CaseRow, id: number): Promise<CaseRow> {
  const other = await tx.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
  if (other === undefined) throw refused('CASE_NOT_FOUND', id, 'there is no such case', 'check its number');
  if (other.id === row.id) throw impossible(row, 'it is the same case', 'name another one');
  if (other.customer_id !== row.customer_id)
    throw impossible(row, `case ${id} is another customer's`, 'cases of one customer belong together');
  return other;
}

function impossible(row: CaseRow, message: string, fix: string) {
  return refused('CASE_JOIN_IMPOSSIBLE', row.id, message, fix);
}

function titlesOf(row: CaseRow) {
  return titleOf(row.title, row.title_zh);
}

function joinedLine(at: Joining, { id, title }: ActiveAlert, from: number): EventDraft {
  return actLine(at, 'alert-joined', { titles: title, alertId: id, from }, title.en);
}
