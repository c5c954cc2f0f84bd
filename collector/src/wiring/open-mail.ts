import type { Clock, Log } from '@watchcase/runtime';
import { attach, openedAs } from '../cases/index.ts';
import type { CollectorConfig } from '../config.ts';
import { customerOfContact, type Directory } from '../directory/index.ts';
import { caseFacts, type MailIn, openMailIn } from '../mail-in/index.ts';
import type { Owners } from '../owners.ts';
import type { Store } from '../store/index.ts';
import { openByHand } from './open-by-hand.ts';

/** Opens the door for customers' mail, and the mailbox of the config if it names one. */
export function openMail(parts: {
  config: CollectorConfig;
  store: Store;
  directory: Directory;
  owners: Owners;
  linkSecret: string;
  clock: Clock;
  log: Log;
}): Promise<MailIn> {
  const { config, store, directory, owners, linkSecret, clock, log } = parts;
  return openMailIn(store, {
    config: config.mail,
    secret: linkSecret,
    clock,
    log,
    act: owners.act,
    ...caseFacts(store),
    openCase: openByHand(store, owners),
    customerOf: async (address) => customerOfContact(await directory.current(), address),
    openedAs: (key) => openedAs(store.db, key),
    attach: (caseId, file, who) => attach({ store, act: owners.act, clock }, caseId, file, who),
  });
}
