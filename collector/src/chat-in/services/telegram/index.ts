import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { defineReplyService } from '../../contract.ts';
import { isSameText, parsedJson } from '../../signatures.ts';
import { fetchUpdates } from './fetch-updates.ts';
import { readUpdate } from './read-update.ts';

const options = z
  .strictObject({
    token: z
      .string()
      .regex(/^\d+:[\w-]+$/, 'is not the token of a bot, such as 123456:ABC-DEF')
      .pipe(secretSchema)
      .describe('Token of the bot, by which it answers'),
    secret: z
      .string()
      .regex(/^[\w-]{16,256}$/, 'is not 16 to 256 letters, digits, _ and -')
      .pipe(secretSchema)
      .optional()
      .describe('The secret_token that setWebhook was told: Telegram sends it with each request'),
    poll: z
      .boolean()
      .default(false)
      .describe('Fetch what was said (getUpdates), where Telegram cannot reach the collector'),
    url: z
      .url({ protocol: /^https?$/ })
      .default('https://api.telegram.org')
      .describe('Address of the Bot API, where a server of one’s own is used'),
  })
  .refine(({ secret, poll }) => poll || secret !== undefined, {
    message: 'is needed, unless "poll: true" fetches what was said',
    path: ['secret'],
  });

/** Buttons, commands and answers to a bot of Telegram. */
export default defineReplyService({
  name: 'telegram',
  options,
  read({ headers, body }, settings) {
    const { secret } = settings;
    const given = headers['x-telegram-bot-api-secret-token'] ?? '';
    if (secret === undefined || !isSameText(given, secret.reveal()))
      return { is: 'refused', because: 'signature' };
    return readUpdate(parsedJson(body.toString('utf8')), settings);
  },
  polls: ({ poll }) => poll,
  poll: fetchUpdates,
});
