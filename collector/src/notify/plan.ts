import type { CaseChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import type { DutyPerson } from './config.ts';
import { decidePages, type PlannedPage } from './decide-pages.ts';

/** Appends a line to a case's timeline; belongs to the cases room. */
export type RecordLine = (
  tx: Tx,
  caseId: number,
  line: { time: number; kind: PageEventKind; text: string; data: Record<string, unknown> },
) => Promise<void>;

/** Timeline lines that notify writes. */
export type PageEventKind = 'page-queued' | 'page-sent' | 'page-retry' | 'page-failed' | 'nobody-to-page';

/** Writes the pages that follow from case changes, in the transaction that made the changes; gives how many were new. */
export async function planPages(
  tx: Tx,
  changes: readonly CaseChange[],
  context: { duty: readonly DutyPerson[]; record: RecordLine; now: number },
): Promise<number> {
  let queued = 0;
  for (const change of changes) {
    const decision = decidePages(change, context.duty);
    if (decision.because === 'nobody') {
      await context.record(tx, change.caseId, {
        time: context.now,
        kind: 'nobody-to-page',
        text: '',
        data: {},
      });
    }
    for (const page of decision.pages) queued += (await queuePage(tx, change, page, context)) ? 1 : 0;
  }
  return queued;
}

/** Writes one page and its line in the timeline, unless it is there already; `detail` says more to the line. */
export async function queuePage(
  tx: Tx,
  { caseId, pagesHeldUntil }: Pick<CaseChange, 'caseId' | 'pagesHeldUntil'>,
  page: PlannedPage,
  context: { record: RecordLine; now: number; detail?: string },
): Promise<boolean> {
  const result = await tx
    .insertInto('pages')
    .values({
      ...page,
      case_id: caseId,
      created_at: context.now,
      state: 'queued',
      attempts: 0,
      next_at: pagesHeldUntil ?? context.now,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows !== 1n) return false;
  const { person, channel, reason } = page;
  await context.record(tx, caseId, {
    time: context.now,
    kind: 'page-queued',
    text: '',
    data: {
      person,
      channel,
      reason,
      ...(pagesHeldUntil === null ? {} : { heldUntil: new Date(pagesHeldUntil).toISOString() }),
      ...(context.detail === undefined ? {} : { detail: context.detail }),
    },
  });
  return true;
}
