import type { SendResult } from '../../model/index.ts';
import type { Store } from '../../store/index.ts';
import email, { sendMail } from '../channels/email/index.ts';
import type { ChannelInstance } from '../config.ts';
import type { ChannelCapabilities } from '../contract.ts';
import type { PageRow } from '../due-pages.ts';
import { composeLetter, type LetterNeeds } from './compose-letter.ts';
import { LETTERS } from './is-letter.ts';

/** The way by which mails to customers leave the queue. */
export interface Letters {
  name: string;
  capabilities: ChannelCapabilities;
  /** Addresses that are ours: nobody is written to there. */
  own: readonly string[];
  /** Sends the mail of a row once. */
  send(row: PageRow, signal: AbortSignal): Promise<SendResult>;
}

/** Mail to customers by the server of the first e-mail channel; undefined without one: nothing is sent then, nor kept for later. */
export function createLetters(
  channels: readonly ChannelInstance[],
  store: Store,
  needs: Omit<LetterNeeds, 'domain'>,
): Letters | undefined {
  const instance = channels.find(({ channel }) => channel.name === email.name);
  if (instance === undefined) return undefined;
  const options = instance.options as Parameters<typeof sendMail>[1];
  const from = options.from.map(({ address }) => address);
  const domain = from[0]?.split('@')[1] ?? 'watchcase';
  return {
    name: LETTERS,
    capabilities: email.capabilities,
    own: [...from, ...(needs.replyTo === undefined ? [] : [needs.replyTo])],
    async send(row, signal) {
      const letter = await composeLetter(store.db, row, { ...needs, domain });
      if ('withdrawn' in letter) return { outcome: 'failed', detail: `withdrawn: ${letter.withdrawn}` };
      return sendMail(letter, options, signal);
    },
  };
}
