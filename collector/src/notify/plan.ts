import type { CaseChange, PageOrder } from '../model/index.ts';
import { prepared } from '../prepared.ts';
import type { Tx } from '../store/index.ts';
import { decidePages, endOfCase, type PlannedPage } from './decide-pages.ts';
import type { Roster } from './roster.ts';
import { readTold } from './told.ts';

/** Appends a line to a case's timeline; belongs to the cases room. */
export type RecordLine = (
  tx: Tx,
  caseId: number,
  line: { time: number; kind: PageEventKind; text: string; data: Record<string, unknown> },
) => Promise<void>;

/** Timeline lines that notify writes. */
export type PageEventKind = 'page-queued' | 'page-sent' | 'page-retry' | 'page-failed' | 'nobody-to-page';

/** What pages are planned with. */
interface PlanContext {
  roster: Roster;
  record: RecordLine;
  now: number;
  recoveryToldAfterMs: number;
  /** Channels whose other side keeps an incident for each case. */
  incidents?: ReadonlySet<string>;
  /** Whom the chains of cases ask for, by case; cases that are not among them have none. */
  orders?: ReadonlyMap<number, readonly PageOrder[]>;
}

/** Writes the pages that follow from case changes, in the transaction that made the changes; gives how many were new. */
export async function planPages(
  tx: Tx,
  changes: readonly CaseChange[],
  context: PlanContext,
): Promise<number> {
  let queued = 0;
  for (const change of changes) {
    const told = isTold(change, context) ? await readTold(tx, change.caseId) : [];
    const decision = decidePages(change, {
      ...context,
      told,
      orders: context.orders?.get(change.caseId),
    });
    if (decision.because === 'nobody') {
      await context.record(tx, change.caseId, {
        time: context.now,
        kind: 'nobody-to-page',
        text: '',
        data: {},
      });
    }
    for (const page of decision.pages) {
      const isRecovery = page.reason === 'recovered';
      const heldUntil = isRecovery ? context.now + context.recoveryToldAfterMs : change.pagesHeldUntil;
      if (isRecovery && (await holdOn(tx, change.caseId, page, heldUntil ?? context.now))) continue;
      const isNew = await queuePage(tx, { caseId: change.caseId, heldUntil }, page, context);
      queued += isNew ? 1 : 0;
    }
  }
  return queued;
}

/** Whether a change is told to whoever was told something before. A storm ends hundreds of cases at once, and most houses keep no incidents. */
function isTold(change: CaseChange, { incidents }: PlanContext): boolean {
  const end = endOfCase(change);
  if (change.turned !== null || end?.isForPeople === true) return true;
  return end !== undefined && (incidents?.size ?? 0) > 0;
}

/** A fault that comes and goes: what still waits to tell of the last recovery tells of this one. False when nothing waits. */
async function holdOn(
  tx: Tx,
  caseId: number,
  { reason, person, channel, address }: PlannedPage,
  until: number,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await holdQueued(tx, until, { caseId, reason, person, channel, address });
  return numAffectedRows > 0n;
}

const holdQueued = prepared(
  (db, until: number, page: Omit<PlannedPage, 'key' | 'notBefore'> & { caseId: number }) =>
    db
      .updateTable('pages')
      .set({ next_at: until })
      .where('case_id', '=', page.caseId)
      .where('reason', '=', page.reason)
      .where('person', '=', page.person)
      .where('channel', '=', page.channel)
      .where('address', 'is not distinct from', page.address)
      .where('state', '=', 'queued'),
);

/** What differs between new rows of `pages`. */
interface NewPage extends Record<string, string | number | null> {
  key: string;
  reason: PlannedPage['reason'];
  person: string;
  channel: string;
  address: string | null;
  case_id: number;
  created_at: number;
  next_at: number;
}

const insertPage = prepared((db, page: NewPage) =>
  db
    .insertInto('pages')
    .values({ ...page, state: 'queued', attempts: 0, finished_at: null })
    .onConflict((conflict) => conflict.column('key').doNothing()),
);

/** Writes one page and its line in the timeline, unless it is there already; `detail` says more to the line. */
export async function queuePage(
  tx: Tx,
  { caseId, heldUntil }: { caseId: number; heldUntil: number | null },
  { notBefore = null, ...page }: PlannedPage,
  context: { record: RecordLine; now: number; detail?: string; roster?: Roster },
): Promise<boolean> {
  const nextAt = Math.max(heldUntil ?? context.now, notBefore ?? context.now);
  const { key, person, channel, reason, address } = page;
  const { now } = context;
  const row = { key, reason, person, channel, address, case_id: caseId, created_at: now, next_at: nextAt };
  const result = await insertPage(tx, row);
  if (result.numAffectedRows !== 1n) return false;
  await context.record(tx, caseId, {
    time: now,
    kind: 'page-queued',
    text: '',
    data: {
      person: context.roster?.find(person)?.name ?? person,
      channel,
      reason,
      ...(nextAt > now ? { heldUntil: new Date(nextAt).toISOString() } : {}),
      ...(context.detail === undefined ? {} : { detail: context.detail }),
    },
  });
  return true;
}
