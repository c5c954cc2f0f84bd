import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService, jsonRequest } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { judgeStatus } from '../../services/judge-answer.ts';
import { linesWithLinks } from '../../services/lines-with-links.ts';
import { type PageText, pageText } from '../../texts.ts';

const options = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address of the server'),
  token: secretSchema.describe('Token of the application'),
});

/** From 8 on phones ring; 4 and more make a sound. */
const PRIORITIES = { critical: 10, major: 8, minor: 5, advisory: 3 } as const;
/** Bytes of title and text; the server names no limit, and phones show no more. */
const MOST_BYTES = 16_000;

const meanings: Readonly<Record<number, string>> = {
  400: 'it does not take such a message',
  401: 'the token is not known',
  403: 'the token is not that of an application',
};

/** Sends to an application of a Gotify server. */
export default defineChannel({
  name: 'gotify',
  options,
  capabilities: {
    idempotencyWindowMs: 20_000,
    timeoutMs: 10_000,
    perMinute: null,
    ringsPeople: true,
    mostCases: 8,
  },
  send: (page, { url, token }, signal) => {
    const headers = { 'x-gotify-key': token.reveal() };
    const request = jsonRequest(`${url.replace(/\/+$/, '')}/message`, messageOf(page), headers);
    return askService(request, signal, (answer) => judgeStatus(answer, meanings[answer.status]));
  },
});

function messageOf(page: PageMessage) {
  const bodyOf = (text: PageText) => linesWithLinks(page, text).slice(1).join('\n');
  const fits = (text: PageText) => Buffer.byteLength(text.subject + bodyOf(text)) <= MOST_BYTES;
  const text = fitText(pageText(page), fits);
  return {
    title: text.subject,
    message: bodyOf(text),
    priority: page.case.recoveredAt === null ? PRIORITIES[page.case.severity] : 5,
    extras: {
      'client::display': { contentType: 'text/plain' },
      'client::notification': { click: { url: page.acknowledgeUrl } },
    },
  };
}
