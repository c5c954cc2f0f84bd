import { appendEvents, type CaseRow, resolverFor, termsIn } from '../cases/index.ts';
import type { Snapshot } from '../directory/index.ts';
import type { CaseChange, CaseEvent, PageOrder } from '../model/index.ts';
import { prepared } from '../prepared.ts';
import type { Tx } from '../store/index.ts';
import type { Escalation } from './contract.ts';
import { decideNext } from './decide-next.ts';
import { draftStep, type EscalationLine } from './draft-step.ts';
import { writeEscalation } from './escalation-rows.ts';
import { foldEscalation, type ResolveChain, withOwnLine } from './fold-escalation.ts';
import { ordersOf } from './orders-of.ts';
import { ESCALATING, readEscalating } from './read-escalating.ts';
import { chainResolver, chainsOf, chainToTake, keepChain } from './take-chain.ts';
import { type Reachable, whoFor } from './who-is-there.ts';

/** What escalations follow changes with: read only where a chain is, or may begin. */
export interface FollowSources {
  directory(): Promise<Snapshot>;
  roster(): Promise<Reachable>;
  /** Unix milliseconds. */
  now: number;
}

interface FollowNeeds {
  directory: Snapshot;
  roster: Reachable;
  /** Unix milliseconds. */
  now: number;
}

/**
 * Follows case changes with what their chains do because of them, in the transaction that made them: takes a chain, asks the next, lets go. Gives whom to page, by
 * case; a case that is not among them has no chain, and is paged without one. What is due is done as well.
 */
export async function followCases(
  tx: Tx,
  changes: readonly CaseChange[],
  sources: FollowSources,
): Promise<Map<number, readonly PageOrder[]>> {
  const orders = new Map<number, readonly PageOrder[]>();
  const lines = Map.groupBy(
    changes.flatMap(({ caseId, events }) => events.map((event) => ({ caseId, event }))),
    ({ caseId }) => caseId,
  );
  const ids = [...new Set(changes.map(({ caseId }) => caseId))];
  const known = await readKnown(tx, ids);
  if (known.size === 0 && !changes.some(({ events }) => events.some(begins))) return orders;
  const { now } = sources;
  const directory = await sources.directory();
  const mayBegin = chainsOf(directory).length > 0;
  const concerned = ids.filter((id) => {
    const events = (lines.get(id) ?? []).map(({ event }) => event);
    const nextAt = known.get(id);
    if (nextAt === undefined) return mayBegin && events.some(begins);
    return nextAt <= now || events.some(isEscalating);
  });
  for (const id of known.keys()) orders.set(id, []);
  if (concerned.length === 0) return orders;
  const logs = await readEscalating(tx, concerned);
  const needs = { directory, roster: await sources.roster(), now };
  for (const id of concerned) {
    const events = (lines.get(id) ?? []).map(({ event }) => event);
    const own = await followCase(tx, { id, events, log: logs.get(id) ?? [] }, needs);
    if (own !== undefined) orders.set(id, own);
  }
  return orders;
}

const isEscalating = ({ kind }: CaseEvent) => ESCALATING.has(kind);
const BEGINNINGS: ReadonlySet<CaseEvent['kind']> = new Set([
  'opened',
  'reopened',
  'assigned',
  'severity-raised',
  'severity-changed',
]);
const begins = ({ kind }: CaseEvent) => BEGINNINGS.has(kind);

/** When the chain of each case does something by itself next, Infinity where it does not; cases without a chain are left out. */
async function readKnown(tx: Tx, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await selectKnown(tx, ids);
  return new Map(rows.map(({ case_id, next_at }) => [case_id, next_at ?? Number.POSITIVE_INFINITY]));
}

const selectKnown = prepared((db, ids: readonly number[]) =>
  db.selectFrom('escalations').select(['case_id', 'next_at']).where('case_id', 'in', ids),
);

interface Followed {
  id: number;
  /** New ones. */
  events: readonly CaseEvent[];
  /** With the new ones. */
  log: readonly CaseEvent[];
}

/** Undefined of a case without a chain. */
async function followCase(
  tx: Tx,
  { id, events, log }: Followed,
  needs: FollowNeeds,
): Promise<PageOrder[] | undefined> {
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const resolve = await chainResolver(tx, log);
  const before = foldEscalation(log, resolve);
  const wanted = chainToTake(before, events, { directory: needs.directory, customer: row.customer_id });
  const drafts: EscalationLine[] = [];
  let it = before;
  let resolveAll: ResolveChain = resolve;
  if (wanted !== undefined) {
    const data = await keepChain(tx, wanted);
    const line = { time: needs.now, kind: 'chain' as const, actor: 'watchcase', text: '', data };
    resolveAll = await chainResolver(tx, [...log, line]);
    drafts.push(line);
    it = withOwnLine(it, line, resolveAll);
  }
  if (it.copy === null) return undefined;
  it = walkOn(it, { drafts, row, resolve: resolveAll }, needs);
  const appended = drafts.length === 0 ? [] : (await appendEvents(tx, row, drafts)).events;
  await writeEscalation(tx, id, it);
  return ordersOf(it, [...events, ...appended], {
    find: (nameOrId) => needs.roster.find(nameOrId)?.id,
    who: whoFor(it, row, needs),
    warn: events.some(isWarning) ? await warnOf(tx, log) : undefined,
  });
}

const isWarning = ({ kind }: CaseEvent) => kind === 'warning' || kind === 'breached';

/** Whom the policy names for a time that runs short: that of the terms that the log names last. */
async function warnOf(tx: Tx, log: readonly CaseEvent[]) {
  const resolve = await resolverFor(tx, log);
  const named = log.findLast(
    ({ kind, data }) => kind === 'terms' || (kind === 'opened' && data['terms'] !== undefined),
  );
  const ref = named === undefined ? null : termsIn(named);
  return resolve(ref ?? undefined).policy.warn;
}

/** Does what is due until there is something to wait for; adds the lines to `drafts`. */
function walkOn(
  it: Escalation,
  { drafts, row, resolve }: { drafts: EscalationLine[]; row: CaseRow; resolve: ResolveChain },
  needs: FollowNeeds,
): Escalation {
  const { now, roster } = needs;
  const nameOf = (person: string) => roster.find(person)?.name ?? person;
  for (;;) {
    const line = draftStep(it, decideNext(it, whoFor(it, row, needs), now), { now, nameOf });
    if (line === undefined) return it;
    drafts.push(line);
    it = withOwnLine(it, line, resolve);
  }
}
