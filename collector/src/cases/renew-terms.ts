import type { TermsRef } from '@watchcase/sla';
import type { Selectable } from 'kysely';
import type { CaseChange } from '../model/index.ts';
import { prepared } from '../prepared.ts';
import type { Tables, Tx } from '../store/index.ts';
import { customersOf } from './customers-of.ts';
import { dueEvents } from './due-events.ts';
import { termsIn } from './fold.ts';
import { appendEvents, type CaseRow, WATCHCASE } from './log.ts';
import { owedAsOf } from './owed-as-of.ts';
import { type AskTerms, keepTerms, type OwedTerms } from './owed-terms.ts';

type Waiting = Selectable<Tables['owed_anew']>;

/** Customers and cases that are looked at in one tick: all others of this collector wait meanwhile. */
const MOST_CUSTOMERS = 100;
const MOST_CASES = 200;

interface RenewNeeds {
  owed: AskTerms;
  /** Of the customers of these shards; of all without it. */
  shards?: readonly number[] | undefined;
  /** So many cases are looked at. */
  most?: number;
}

/**
 * Looks at open cases whose customers' contracts, policies or calendars have changed, or that were opened again; what is owed for each is judged as of the day it was
 * opened (of one that was split off, the other). Where it is something else now, its log says so from then on. In one transaction with what remembers that they are to be looked at, so that each change is
 * told once.
 */
export async function renewTerms(
  tx: Tx,
  { owed, shards, most = MOST_CASES }: RenewNeeds,
): Promise<CaseChange[]> {
  const waiting = await customersWaiting(tx, shards);
  const changes: CaseChange[] = [];
  let left = most;
  for (const { customer_id, revision, after_case, since } of waiting) {
    if (left === 0) break;
    const rows = await openCases(tx, { customer_id, after_case, limit: left });
    const named = await termsNamed(tx, rows);
    for (const row of rows)
      changes.push(...(await renew(tx, row, { ...(named.get(row.id) ?? nothingNamed(row)), since, owed })));
    left -= rows.length;
    await remember(tx, { customer_id, revision, upTo: left === 0 ? rows.at(-1)?.id : undefined });
  }
  return changes;
}

/** Whose cases are to be looked at; by their ids, as those who write such notes do, so that nobody waits for each other. */
async function customersWaiting(tx: Tx, shards?: readonly number[]): Promise<Waiting[]> {
  if (shards?.length === 0) return [];
  return (await selectWaiting(tx, shards)).rows;
}

const selectWaiting = prepared((db, shards: readonly number[] | undefined) =>
  db
    .selectFrom('owed_anew')
    .select(['customer_id', 'revision', 'since', 'after_case'])
    .$if(shards !== undefined, (rows) => rows.where('customer_id', 'in', customersOf(db, shards)))
    .orderBy('customer_id')
    .limit(MOST_CUSTOMERS),
);

function openCases(
  tx: Tx,
  { customer_id, after_case, limit }: { customer_id: string; after_case: number; limit: number },
): Promise<CaseRow[]> {
  return tx
    .selectFrom('cases')
    .selectAll()
    .where('customer_id', '=', customer_id)
    .where('unresolved', '=', 1)
    .where('id', '>', after_case)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** The terms that a log names last, and the day that contracts are asked about. */
interface Named {
  before: TermsRef | null;
  asOf: number;
}

const nothingNamed = ({ opened_at }: CaseRow): Named => ({ before: null, asOf: opened_at });

async function termsNamed(tx: Tx, rows: readonly CaseRow[]): Promise<ReadonlyMap<number, Named>> {
  if (rows.length === 0) return new Map();
  const lines = await tx
    .selectFrom('case_events')
    .select(['case_id', 'data'])
    .where(
      'case_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('kind', 'in', ['opened', 'terms'])
    .orderBy('case_id')
    .orderBy('seq')
    .execute();
  const logs = Map.groupBy(
    lines.map(({ case_id, data }) => ({ case_id, data: JSON.parse(data) as Record<string, unknown> })),
    ({ case_id }) => case_id,
  );
  return new Map(
    rows.map((row) => {
      const [opened, ...changed] = logs.get(row.id) ?? [];
      const last = changed.at(-1) ?? opened;
      return [row.id, { before: last === undefined ? null : termsIn(last), asOf: owedAsOf(opened, row) }];
    }),
  );
}

async function renew(
  tx: Tx,
  row: CaseRow,
  { before, asOf, since, owed }: Named & { since: number; owed: AskTerms },
): Promise<CaseChange[]> {
  const isAboutHost = row.scope === 'host' || row.scope === 'crowd';
  const found = await owed(tx, {
    customerId: row.customer_id,
    siteId: row.site_id,
    hostId: isAboutHost ? row.host_id : null,
    category: row.category,
    severity: row.severity,
    at: asOf,
  });
  if (found === 'unreadable' || isSame(before, found?.ref ?? null)) return [];
  const terms = found === undefined ? null : await keepTerms(tx, found);
  const { time: last } = await tx
    .selectFrom('case_events')
    .select('time')
    .where('case_id', '=', row.id)
    .where('seq', '=', row.last_seq)
    .executeTakeFirstOrThrow();
  const time = Math.max(since, last);
  // What was due by then was due by what held before.
  const due = await dueEvents(tx, row.id, time);
  const line = { time, kind: 'terms' as const, actor: WATCHCASE, text: '', data: { terms } };
  return [await appendEvents(tx, row, [...due, line])];
}

/** Versions never change: what has the same names says the same. A log that was begun early does not say why. */
function isSame(before: TermsRef | null, now: OwedTerms['ref'] | null): boolean {
  if (before === null || now === null) return before === now;
  const isReasonSame = before.reason === undefined ? now.scope === 'covered' : before.reason === now.reason;
  return isReasonSame && namesOf(before) === namesOf(now);
}

function namesOf({ contract, policy, calendars, scope, travelAllowanceMs }: OwedTerms['ref']): string {
  const versions = [policy, ...calendars].map(({ id, version }) => `${id}@${version}`);
  return JSON.stringify([contract, scope, travelAllowanceMs, versions]);
}

/** All of the customer's have been looked at, or those up to one. What has changed meanwhile is looked at from the beginning. */
async function remember(
  tx: Tx,
  { customer_id, revision, upTo }: { customer_id: string; revision: number; upTo: number | undefined },
): Promise<void> {
  if (upTo === undefined)
    await tx
      .deleteFrom('owed_anew')
      .where('customer_id', '=', customer_id)
      .where('revision', '=', revision)
      .execute();
  else
    await tx
      .updateTable('owed_anew')
      .set({ after_case: upTo })
      .where('customer_id', '=', customer_id)
      .where('revision', '=', revision)
      .execute();
}
