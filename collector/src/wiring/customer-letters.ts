import type { Language } from '@watchcase/api';
import { isZone, machineZone } from '@watchcase/runtime';
import type { CollectorConfig } from '../config.ts';
import { type Directory, isRetired } from '../directory/index.ts';
import { mailTag } from '../mail-in/index.ts';
import { type Contact, createLetters, type Letters, signLink } from '../notify/index.ts';
import type { Store, Tx } from '../store/index.ts';
import { CUSTOMER_LINK_MS } from './customer-link-ms.ts';
import type { OwnAddress } from './own-address.ts';

/** Mail to customers about their cases; undefined where the config has no server, or does not want it. */
export function customerLetters(parts: {
  config: CollectorConfig;
  store: Store;
  directory: Directory;
  address: OwnAddress;
  linkSecret: string;
}): Letters | undefined {
  const { config, store, directory, address, linkSecret } = parts;
  const { mail } = config;
  if (!mail.toCustomers) return undefined;
  const mailbox = mail.imap?.user.includes('@') === true ? mail.imap.user : undefined;
  return createLetters(config.channels, store, {
    tag: (caseId) => mailTag(linkSecret, caseId),
    link(caseId, contact, since) {
      const expiresAt = since + CUSTOMER_LINK_MS;
      return `${address.public()}/c/${signLink(linkSecret, { purpose: 'customer', caseId, contact, expiresAt })}`;
    },
    languageOf: (customerId, mailAddress) => languageOf({ store, directory }, customerId, mailAddress),
    async zoneOf(customerId) {
      const zone = (await directory.current()).get('customers', customerId)?.data['zone'];
      return typeof zone === 'string' && isZone(zone) ? zone : machineZone();
    },
    replyTo: mail.replyTo ?? mailbox,
  });
}

/** The contacts of a customer that can be written to, as they are in the transaction. */
export function contactsIn(directory: Directory) {
  return async (tx: Tx, customerId: string): Promise<Contact[]> =>
    (await directory.current(tx))
      .all('contacts')
      .filter(({ data }) => data['customer'] === customerId && typeof data['mail'] === 'string')
      .map((one) => ({
        mail: String(one.data['mail']),
        language: one.data['language'] as Language | undefined,
        isRetired: isRetired(one),
      }));
}

async function languageOf(
  { store, directory }: { store: Store; directory: Directory },
  customerId: string,
  mailAddress: string,
): Promise<Language | undefined> {
  const contact = (await directory.current())
    .all('contacts')
    .find(
      ({ data }) =>
        data['customer'] === customerId &&
        typeof data['mail'] === 'string' &&
        data['mail'].toLowerCase() === mailAddress,
    );
  const told = contact?.data['language'] as Language | undefined;
  if (told !== undefined) return told;
  const account = await store.db
    .selectFrom('accounts')
    .select('language')
    .where('email_key', '=', mailAddress)
    .executeTakeFirst();
  return (account?.language ?? undefined) as Language | undefined;
}
