import type { Said, SendResult } from '../model/index.ts';
import type { Store } from '../store/index.ts';
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
export function claimPage(
  store: Store,
  row: PageRow,
  at: { now: number; windowMs: number },
): Promise<boolean> {
  return store.transaction(async (tx) => {
    const result = await tx
      .updateTable('pages')
      .set({ state: 'sending', attempts: row.attempts + 1, next_at: at.now + at.windowMs })
      .where('id', '=', row.id)
      .where('attempts', '=', row.attempts)
      .where('finished_at', 'is', null)
      .executeTakeFirst();
    if (result.numUpdatedRows !== 1n) return false;
    await tx
      .insertInto('page_attempts')
      .values({
        page_id: row.id,
        attempt: row.attempts + 1,
        started_at: at.now,
        ended_at: null,
        outcome: 'unknown',
        detail: '',
      })
      .execute();
    return true;
  });
}

/** How an attempt ended, and what is needed to go on. */
export interface PageEnd {
  result: SendResult;
  /** What the page said of its case; null when it was not composed. */
  said: Said | null;
  now: number;
  random: number;
  record: RecordLine;
  roster: RosterSource;
}

/** Writes down how an attempt ended, what becomes of the page, and the line in the case's timeline. */
export function finishPage(store: Store, row: PageRow, end: PageEnd): Promise<void> {
  const { result, now } = end;
  const attempts = row.attempts + 1;
  const decision = decideAttempt({ attempts, createdAt: row.created_at }, result, now, end.random);
  return store.transaction(async (tx) => {
    await tx
      .updateTable('page_attempts')
      .set({ ended_at: now, outcome: result.outcome, detail: result.detail })
      .where('page_id', '=', row.id)
      .where('attempt', '=', attempts)
      .execute();
    const final = decision.state !== 'queued';
    await tx
      .updateTable('pages')
      .set({
        state: decision.state,
        ...(decision.state === 'queued' ? { next_at: decision.nextAt } : {}),
        finished_at: final ? now : null,
        said: decision.state === 'delivered' ? end.said : null,
      })
      .where('id', '=', row.id)
      .where('attempts', '=', attempts)
      .execute();
    const kind = { delivered: 'page-sent', failed: 'page-failed', queued: 'page-retry' } as const;
    const person = isLetter(row.reason) ? undefined : (await end.roster(tx)).find(row.person);
    const data = {
      person: person?.name ?? row.person,
      channel: row.channel,
      reason: row.reason,
      attempt: attempts,
      detail: decision.because,
    };
    await end.record(tx, row.case_id, { time: now, kind: kind[decision.state], text: '', data });
    // Whoever is on duty is not paged because a customer's mailbox is full: the timeline says it.
    const isPage = !isLetter(row.reason);
    if (isPage && decision.state === 'failed' && !isWithdrawn(decision.because))
      await takeOtherWay(tx, row, end);
  });
}
