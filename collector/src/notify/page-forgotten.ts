import type { Severity } from '@watchcase/api';
import type { Tx } from '../store/index.ts';
import { notBefore } from './decide-pages.ts';
import { decideSecondWay } from './decide-second-way.ts';
import { LETTERS } from './letters/is-letter.ts';
import { queuePage, type RecordLine } from './plan.ts';
import type { Roster } from './roster.ts';
import { wayKey } from './way-key.ts';

/** A case that nobody is at; `seq` is the line that says so. */
export interface ForgottenCase {
  caseId: number;
  seq: number;
  severity: Severity;
}

/** Queues the pages that ask for somebody by a second way; gives how many. Where there is nobody the timeline says so. */
export async function pageForgotten(
  tx: Tx,
  { caseId, seq, severity }: ForgottenCase,
  context: { roster: Roster; record: RecordLine; now: number },
): Promise<number> {
  const { roster, now } = context;
  const earlier = await tx
    .selectFrom('pages')
    .select(['person', 'channel', 'state'])
    .where('case_id', '=', caseId)
    .where('channel', '!=', LETTERS)
    .execute();
  const ways = decideSecondWay(
    roster,
    { severity, at: now },
    earlier.map(({ person, channel, state }) => ({ person, channel, isDelivered: state === 'delivered' })),
  );
  if (ways.length === 0)
    await context.record(tx, caseId, { time: now, kind: 'nobody-to-page', text: '', data: {} });
  for (const { person, way } of ways) {
    const { channel, address } = way;
    const key = `case-${caseId}-event-${seq}${wayKey({ person, channel, address })}`;
    const page = {
      key,
      reason: 'forgotten' as const,
      person,
      channel,
      address,
      notBefore: notBefore(way, now),
    };
    await queuePage(tx, { caseId, heldUntil: null }, page, context);
  }
  return ways.length;
}
