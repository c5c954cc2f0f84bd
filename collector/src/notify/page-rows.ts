import { sql } from 'kysely';
import type { Said, SendResult } from '../model/index.ts';
import { prepared } from '../prepared.ts';
import type { Store, Tx } from '../store/index.ts';
import { decideAttempt } from './decide-attempt.ts';
import { isWithdrawn } from './decide-withdrawal.ts';
import { isLetter } from './letters/is-letter.ts';
import { takeOtherWay } from './other-way.ts';
import type { RecordLine } from './plan.ts';
import type { PageRow } from './due-pages.ts';
import type { RosterSource } from './roster.ts';

/**
 * Makes an attempt known before it is made. Until `windowMs` have passed nobody tries this page again, whatever happens to this process. False when
 * another has claimed it.
 */
export async function claimPage(
  tx: Tx,
  row: PageRow,
  at: { now: number; windowMs: number },
): Promise<boolean> {
  const attempt = row.attempts + 1;
  const { numAffectedRows } = await takeRow(tx, {
    id: row.id,
    before: row.attempts,
    attempts: attempt,
    nextAt: at.now + at.windowMs,
  });
  if (numAffectedRows !== 1n) return false;
  await insertAttempt(tx, row.id, attempt, at.now);
  return true;
}

const takeRow = prepared((db, it: { id: number; before: number; attempts: number; nextAt: number }) =>
  db
    .updateTable('pages')
    .set({ state: 'sending', attempts: it.attempts, next_at: it.nextAt })
    .where('id', '=', it.id)
    .where('attempts', '=', it.before)
    .where('finished_at', 'is', null),
);

const insertAttempt = prepared((db, pageId: number, attempt: number, startedAt: number) =>
  db.insertInto('page_attempts').values({
    page_id: pageId,
    attempt,
    started_at: startedAt,
    ended_at: null,
    outcome: 'unknown',
    detail: '',
  }),
);

const endAttempt = prepared(
  (
    db,
    end: { outcome: SendResult['outcome']; detail: string; at: number; pageId: number; attempt: number },
  ) =>
    db
      .updateTable('page_attempts')
      .set({ ended_at: end.at, outcome: end.outcome, detail: end.detail })
      .where('page_id', '=', end.pageId)
      .where('attempt', '=', end.attempt),
);

/** What becomes of a page by an attempt. */
interface Settled extends Record<string, string | number | null> {
  id: number;
  attempts: number;
  state: PageRow['state'];
  /** When it is tried again; null where it is not. */
  nextAt: number | null;
  finishedAt: number | null;
  said: Said | null;
}

const settleRow = prepared((db, it: Settled) =>
  db
    .updateTable('pages')
    .set(({ ref }) => ({
      state: it.state,
      next_at: sql<number>`coalesce(${it.nextAt}, ${ref('next_at')})`,
      finished_at: it.finishedAt,
      said: it.said,
    }))
    .where('id', '=', it.id)
    .where('attempts', '=', it.attempts),
);

/** How the attempt of a page ended. */
export interface PageEnd {
  row: PageRow;
  result: SendResult;
  /** What the page said of its case; null when it was not composed. */
  said: Said | null;
  /** Numbers of the other cases that the same message told of, and the reason of the newer page of its case that it was told by. */
  within?: { others: readonly string[]; newer?: string };
}

/** What is needed to go on. */
export interface EndNeeds {
  now: number;
  random: number;
  record: RecordLine;
  roster: RosterSource;
}

/** Writes down how the attempt of one message ended, for each of its pages: what becomes of it, and the line in its case's timeline. */
export function finishPages(store: Store, ends: readonly PageEnd[], needs: EndNeeds): Promise<void> {
  return store.transaction(async (tx) => {
    for (const end of ends) await finishPage(tx, end, needs);
  });
}

async function finishPage(tx: Tx, { row, result, said, within }: PageEnd, needs: EndNeeds): Promise<void> {
  const { now } = needs;
  const attempts = row.attempts + 1;
  const decision = decideAttempt({ attempts, createdAt: row.created_at }, result, now, needs.random);
  const isDelivered = decision.state === 'delivered';
  const { outcome, detail } = result;
  await endAttempt(tx, { outcome, detail, at: now, pageId: row.id, attempt: attempts });
  const final = decision.state !== 'queued';
  await settleRow(tx, {
    id: row.id,
    attempts,
    state: decision.state,
    nextAt: decision.state === 'queued' ? decision.nextAt : null,
    finishedAt: final ? now : null,
    said: isDelivered ? said : null,
  });
  const kind = { delivered: 'page-sent', failed: 'page-failed', queued: 'page-retry' } as const;
  const person = isLetter(row.reason) ? undefined : (await needs.roster(tx)).find(row.person);
  const data = {
    person: person?.name ?? row.person,
    channel: row.channel,
    reason: row.reason,
    attempt: attempts,
    detail: decision.because,
    ...(isDelivered ? within : {}),
  };
  await needs.record(tx, row.case_id, { time: now, kind: kind[decision.state], text: '', data });
  // Whoever is on duty is not paged because a customer's mailbox is full: the timeline says it.
  const isPage = !isLetter(row.reason);
  if (isPage && decision.state === 'failed' && !isWithdrawn(decision.because))
    await takeOtherWay(tx, row, needs);
}
