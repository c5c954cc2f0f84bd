import type { CaseChange, NewCase } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';
import { addressOf } from './address-of.ts';
import { insertCase } from './insert-case.ts';
import { appendEvents } from './log.ts';
import { type AskTerms, termsOfNew } from './owed-terms.ts';
import { useKey } from './use-key.ts';

/** Opens a case that no alert asked for; under a key that was used already, nothing is done and undefined given. */
export async function openCase(
  tx: Tx,
  wanted: NewCase,
  { now, owed }: { now: number; owed: AskTerms },
): Promise<CaseChange | undefined> {
  if ((await openedAs(tx, wanted.key)) !== undefined) return undefined;
  const { key, text, title, severity, category, source, kind, by } = wanted;
  const scope = wanted.hostId === null ? ('customer' as const) : ('host' as const);
  const place = { customerId: wanted.customerId, siteId: wanted.siteId ?? '', hostId: wanted.hostId ?? '' };
  const what = { title, severity, category, openedAt: now };
  const row = await insertCase(tx, { groupKey: `desk ${key}`, scope, ...what, ...place });
  await useKey(tx, { caseId: row.id, key: openingKey(key), now });
  const { customerId, siteId } = place;
  const subject = { customerId, siteId, hostId: wanted.hostId, severity, category, at: now };
  const terms = await termsOfNew(tx, subject, owed);
  const author = { kind: by.kind, role: by.role, ...addressOf(by) };
  const mail = wanted.mailId === undefined ? {} : { mailId: wanted.mailId };
  const told = { report: text, author, ...mail };
  const data = { severity, category, scope, titles: title, source, kind, ...told, ...terms };
  const opened = { time: now, kind: 'opened' as const, actor: by.name, text: title.en, data };
  return appendEvents(tx, row, [opened]);
}

/** The case that was opened under this key. */
export async function openedAs(db: Store['db'] | Tx, key: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('act_keys')
    .select('case_id')
    .where('key', '=', openingKey(key))
    .executeTakeFirst();
  return row?.case_id;
}

function openingKey(key: string): string {
  return `open ${key}`;
}
