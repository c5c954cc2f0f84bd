import type { CaseChange } from '../../model/index.ts';
import type { Tx } from '../../store/index.ts';
import type { RecordLine } from '../plan.ts';
import { queuePage } from '../plan.ts';
import { decideLetters, isByCustomer, mayOweLetter } from './decide-letters.ts';
import { LETTERS } from './is-letter.ts';
import { type Contact, type PartLine, readersOf } from './readers.ts';

/** What planning needs from elsewhere. */
export interface LetterPlanning {
  /** The contacts of a customer, those who have left too. */
  contactsOf(tx: Tx, customerId: string): Promise<readonly Contact[]>;
  /** Addresses that are ours. */
  own: readonly string[];
  record: RecordLine;
  now: number;
}

/** Queues the mails that customers are owed for case changes, in the transaction that made the changes; gives how many. */
export async function planLetters(
  tx: Tx,
  changes: readonly CaseChange[],
  needs: LetterPlanning,
): Promise<number> {
  let queued = 0;
  for (const change of changes)
    if (change.events.some(mayOweLetter)) queued += await planOf(tx, change, needs);
  return queued;
}

async function planOf(tx: Tx, change: CaseChange, needs: LetterPlanning): Promise<number> {
  const { caseId, customerId, events } = change;
  const lines = await partLines(tx, caseId);
  const before = lines.filter(({ seq }) => seq < (events[0]?.seq ?? 0));
  const hasReporter = lines.some((line) => line.kind === 'opened' && isByCustomer(line));
  const owed = decideLetters(events, {
    hasReporter,
    knowsOfIt: hasReporter || lines.some(({ data }) => data['visibility'] === 'customer'),
    wasAnswered: before.some(({ kind }) => kind === 'acknowledged'),
  });
  if (owed.length === 0) return 0;
  const contacts = await needs.contactsOf(tx, customerId);
  const readers = await readersOf(tx, lines, { contacts, own: needs.own });
  let queued = 0;
  for (const { reason, event } of owed)
    for (const person of readers) {
      const key = keyOf(caseId, event.seq, person);
      const page = { key, reason, person, channel: LETTERS, address: null };
      if (await queuePage(tx, { caseId, heldUntil: null }, page, needs)) queued++;
    }
  return queued;
}

/** Lines by which people have a part in a case, and that somebody has answered it. */
async function partLines(tx: Tx, caseId: number): Promise<(PartLine & { seq: number })[]> {
  const rows = await tx
    .selectFrom('case_events')
    .select(['seq', 'kind', 'data'])
    .where('case_id', '=', caseId)
    .where('kind', 'in', ['opened', 'acknowledged', 'note', 'attached', 'confirmed', 'rated'])
    .orderBy('seq')
    .execute();
  return rows.map(({ seq, kind, data }) => ({
    seq,
    kind,
    data: JSON.parse(data) as Record<string, unknown>,
  }));
}

function keyOf(caseId: number, seq: number, address: string): string {
  return `case-${caseId}-event-${seq}-letter-${encodeURIComponent(address)}`;
}

/** The line of the log that a mail is about. */
export function eventOfKey(key: string): number {
  return Number(/-event-(\d+)-letter-/.exec(key)?.[1] ?? 0);
}
