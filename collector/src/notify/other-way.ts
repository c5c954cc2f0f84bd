import type { Severity } from '@watchcase/api';
import type { PageReason } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { decideOtherWay } from './decide-other-way.ts';
import { notBefore } from './decide-pages.ts';
import { wayKey } from './way-key.ts';
import type { PageRow } from './due-pages.ts';
import { LETTERS } from './letters/is-letter.ts';
import { queuePage, type RecordLine } from './plan.ts';
import type { RosterSource } from './roster.ts';

/** Pages whoever is left on duty when a page has failed for good, in the transaction that says so; the timeline tells. */
export async function takeOtherWay(
  tx: Tx,
  row: PageRow,
  { now, record, roster: rosterOf }: { now: number; record: RecordLine; roster: RosterSource },
): Promise<void> {
  const cause = row.key.slice(0, row.key.length - wayKey(row).length);
  const pages = await tx
    .selectFrom('pages')
    .select(['key', 'person', 'channel', 'address', 'state'])
    .where('case_id', '=', row.case_id)
    .where('channel', '!=', LETTERS)
    .execute();
  const siblings = pages.filter((page) => page.key === cause + wayKey(page));
  const { severity, because } = await tx
    .selectFrom('cases')
    .leftJoin('escalations', 'escalations.case_id', 'cases.id')
    .select(['cases.severity', 'escalations.because'])
    .where('cases.id', '=', row.case_id)
    .executeTakeFirstOrThrow();
  const reason = row.reason as PageReason;
  const roster = await rosterOf(tx);
  // A chain asks its next step at once, and nobody else.
  const others = because === 'asking' ? { ...roster, duty: [] } : roster;
  const other = decideOtherWay(row, siblings, { roster: others, severity: severity as Severity, now });
  if (other.because === 'nobody-left')
    await record(tx, row.case_id, {
      time: now,
      kind: 'nobody-to-page',
      text: '',
      data: because === null ? {} : { because: 'not-reached', line: lineOf(cause) },
    });
  if (other.because !== 'next-person' && other.because !== 'untried-channel') return;
  for (const way of other.ways) {
    const to = { person: other.person, channel: way.channel, address: way.address };
    const page = { ...to, key: cause + wayKey(to), reason, notBefore: notBefore(way, now) };
    const nameOf = (id: string) => roster.find(id)?.name ?? id;
    const detail =
      other.because === 'next-person'
        ? `${nameOf(row.person)} is not reached`
        : `not reached by ${row.channel}`;
    await queuePage(tx, { caseId: row.case_id, heldUntil: null }, page, { now, record, detail, roster });
  }
}

/** The line of the case's log that caused a page, by the beginning of its key. */
function lineOf(cause: string): number {
  return Number(cause.split('-').at(-1));
}
