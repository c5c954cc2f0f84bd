import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService, jsonRequest, type ServiceAnswer } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { judgeStatus } from '../../services/judge-answer.ts';
import { plainInMarkdown } from '../../services/plain-in-markdown.ts';
import { secretUrlSchema } from '../../services/secret-url.ts';
import { type PageText, pageText } from '../../texts.ts';

const options = z.strictObject({
  url: secretUrlSchema
    .refine((url) => !/(?:^|\.)webhook\.office\.com$/i.test(new URL(url.reveal()).hostname), {
      message:
        'is a connector, which Microsoft has ended; make a workflow "When a Teams webhook request is received"',
    })
    .describe('Address of the workflow that is started by a webhook request, as Teams shows it'),
});

/** Bytes of the whole body; Teams takes about 28 KB. */
const MOST_BYTES = 28_000;

const COLOURS = { critical: 'attention', major: 'warning', minor: 'accent', advisory: 'default' } as const;

const meanings: Readonly<Record<number, string>> = {
  400: 'the workflow does not take such a message',
  401: 'the signature in the address is not valid any more',
  403: 'the signature in the address is not valid any more',
  404: 'the workflow is gone, or turned off',
  410: 'the workflow is gone',
  413: 'the message is too long',
};

/** Starts a workflow that posts an adaptive card to a chat or channel of Teams. */
export default defineChannel({
  name: 'teams',
  options,
  capabilities: { idempotencyWindowMs: 30_000, timeoutMs: 15_000, perMinute: 60, mostCases: 8 },
  send: (page, { url }, signal) => askService(jsonRequest(url.reveal(), messageOf(page)), signal, judge),
});

function messageOf(page: PageMessage) {
  const build = (text: PageText) => ({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: cardOf(page, text) }],
  });
  return build(
    fitText(pageText(page), (text) => Buffer.byteLength(JSON.stringify(build(text))) <= MOST_BYTES),
  );
}

function cardOf(page: PageMessage, { subject, lines, acknowledge, open, others }: PageText) {
  const { severity, recoveredAt } = page.case;
  const block = (text: string) => ({ type: 'TextBlock', text: plainInMarkdown(text), wrap: true });
  const link = (title: string, url: string) => ({ type: 'Action.OpenUrl', title, url });
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      {
        ...block(subject),
        weight: 'bolder',
        size: 'medium',
        color: recoveredAt === null ? COLOURS[severity] : 'good',
      },
      ...lines.map((line) => ({ ...block(line), spacing: 'none' })),
      // Teams shows six buttons, so these are links in the text.
      ...others.map(({ label, url }) => ({
        type: 'TextBlock',
        text: `[${plainInMarkdown(label)}](${url})`,
        wrap: true,
      })),
    ],
    actions: [link(acknowledge, page.acknowledgeUrl), link(open, page.caseUrl)],
  };
}

/** 202 says that the workflow has begun, and not that the card was posted. */
function judge(answer: ServiceAnswer) {
  return judgeStatus(answer, answer.status === 202 ? 'the workflow has begun' : meanings[answer.status]);
}
