import type { PageReason } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import type { DutyPerson } from './config.ts';
import { decideOtherWay } from './decide-other-way.ts';
import type { PageRow } from './due-pages.ts';
import { LETTERS } from './letters/is-letter.ts';
import { queuePage, type RecordLine } from './plan.ts';

/** Pages whoever is left on duty when a page has failed for good, in the transaction that says so; the timeline tells. */
export async function takeOtherWay(
  tx: Tx,
  row: PageRow,
  context: { now: number; record: RecordLine; duty: readonly DutyPerson[] },
): Promise<void> {
  const cause = row.key.slice(0, row.key.length - namesOf(row.person, row.channel).length);
  const pages = await tx
    .selectFrom('pages')
    .select(['key', 'person', 'channel', 'state'])
    .where('case_id', '=', row.case_id)
    .where('channel', '!=', LETTERS)
    .execute();
  const siblings = pages.filter((page) => page.key === cause + namesOf(page.person, page.channel));
  const way = decideOtherWay(row, siblings, context.duty);
  if (way.because === 'nobody-left')
    await context.record(tx, row.case_id, { time: context.now, kind: 'nobody-to-page', text: '', data: {} });
  if (way.because !== 'next-person' && way.because !== 'untried-channel') return;
  const { name, channels } = way.person;
  for (const channel of channels) {
    const key = cause + namesOf(name, channel);
    const page = { key, reason: row.reason as PageReason, person: name, channel };
    await queuePage(tx, { caseId: row.case_id, heldUntil: null }, page, {
      ...context,
      detail:
        way.because === 'next-person' ? `${row.person} is not reached` : `not reached by ${row.channel}`,
    });
  }
}

function namesOf(person: string, channel: string): string {
  return [person, channel].map((name) => `-${encodeURIComponent(name)}`).join('');
}
