import type { SendResult } from '../model/index.ts';
import email, { type Mail, sendMail } from './channels/email/index.ts';
import type { ChannelInstance } from './config.ts';

const TIMEOUT_MS = 30_000;

/** Mails a few lines to one person. */
export type Mailer = (mail: Mail) => Promise<SendResult>;

/** Mail by the server of the first e-mail channel; undefined without one. */
export function createMailer(
  channels: readonly ChannelInstance[],
  after: (ms: number, end: () => void) => { cancel(): void },
): Mailer | undefined {
  const instance = channels.find(({ channel }) => channel.name === email.name);
  if (instance === undefined) return undefined;
  return async (mail) => {
    const ending = new AbortController();
    const timer = after(TIMEOUT_MS, () => ending.abort());
    try {
      return await sendMail(mail, instance.options as Parameters<typeof sendMail>[1], ending.signal);
    } finally {
      timer.cancel();
    }
  };
}
