import type { Store } from '../store/index.ts';
import { createMailTaker, type MailNeeds, type Taken } from './take-mail.ts';

export { mailInConfigSchema } from './config.ts';
export { mailTag } from './mail-tag.ts';

/** Mail of customers as cases. */
export interface MailIn {
  /** Takes one mail as it came. */
  take(source: Buffer): Promise<Taken>;
  stop(): Promise<void>;
}

const SINCE = 'mail_in_since';

/** Opens the mailbox of the config, if it names one. */
export async function openMailIn(store: Store, needs: MailNeeds): Promise<MailIn> {
  const { config, clock, log } = needs;
  const take = createMailTaker(needs);
  const { imap } = config;
  if (imap === undefined) return { take, stop: () => Promise.resolve() };
  // Most collectors read no mailbox: what speaks IMAP is loaded where one is named.
  const { openImapDoor } = await import('./imap-door.ts');
  const door = openImapDoor({ imap, take, since: await firstStart(store, clock.now()), clock, log });
  return { take, stop: door.stop };
}

/** When mail was read for the first time: what had come before is nobody's fault report. */
async function firstStart(store: Store, now: number): Promise<number> {
  return store.transaction(async (tx) => {
    await tx
      .insertInto('meta')
      .values({ key: SINCE, value: String(now) })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    const row = await tx
      .selectFrom('meta')
      .select('value')
      .where('key', '=', SINCE)
      .executeTakeFirstOrThrow();
    return Number(row.value);
  });
}

/** What the house knows of cases, for mail. */
export function caseFacts({ db }: Store): Pick<MailNeeds, 'isCustomer' | 'stateOf'> {
  return {
    async isCustomer(id) {
      return (
        (await db.selectFrom('customers').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
      );
    },
    async stateOf(caseId) {
      const row = await db
        .selectFrom('cases')
        .select(['customer_id', 'state'])
        .where('id', '=', caseId)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return { customerId: row.customer_id, hasEnded: row.state === 'closed' || row.state === 'cancelled' };
    },
  };
}
