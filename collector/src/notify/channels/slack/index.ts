import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService, jsonRequest, type ServiceAnswer } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { judgeCode, judgeStatus, judgeUnreadable, type Meanings } from '../../services/judge-answer.ts';
import { secretUrlSchema } from '../../services/secret-url.ts';
import { type PageText, pageText } from '../../texts.ts';

const options = z.strictObject({
  url: secretUrlSchema.describe('Address of the incoming webhook'),
  mention: z
    .array(
      z
        .string()
        .regex(
          /^(?:here|channel|everyone|[UWS][A-Z0-9]{5,})$/,
          'is neither here, channel, everyone nor an id',
        ),
    )
    .default([])
    .describe('Who is mentioned: `here`, `channel`, `everyone`, ids of members (U…) or of groups (S…)'),
});

/** Characters of the text; Slack advises 4000, and cuts at 40 000. */
const MOST_CHARACTERS = 4000;
/** Beside a button the text stands in a section, which takes no more. */
const MOST_IN_SECTION = 3000;

const meanings: Meanings = {
  invalid_payload: { end: 'refused', means: 'Slack does not take such a message' },
  invalid_token: { end: 'refused', means: 'the address of the webhook is not valid any more' },
  no_service: { end: 'refused', means: 'the webhook was removed or stopped' },
  no_service_id: { end: 'refused', means: 'the address of the webhook is not whole' },
  no_team: { end: 'refused', means: 'the workspace is not known' },
  team_disabled: { end: 'refused', means: 'the workspace is not in use any more' },
  channel_not_found: { end: 'refused', means: 'the channel is gone' },
  channel_is_archived: { end: 'refused', means: 'the channel is archived' },
  user_not_found: { end: 'refused', means: 'the person is gone' },
  action_prohibited: { end: 'refused', means: 'an administrator of Slack has forbidden it' },
  posting_to_general_channel_denied: { end: 'refused', means: 'nobody may post to that channel' },
  rollup_error: { end: 'later', means: 'Slack failed' },
};

/** Posts to an incoming webhook of Slack. */
export default defineChannel({
  name: 'slack',
  options,
  capabilities: { idempotencyWindowMs: 20_000, timeoutMs: 10_000, perMinute: 60, mostCases: 6 },
  send: (page, { url, mention }, signal) => {
    const text = textOf(page, mention.map(mentionOf).join(' '));
    const message = { text, ...blocksOf(page, text), unfurl_links: false, unfurl_media: false };
    return askService(jsonRequest(url.reveal(), message), signal, judge);
  },
});

function mentionOf(who: string): string {
  if (/^[a-z]/.test(who)) return `<!${who}>`;
  return who.startsWith('S') ? `<!subteam^${who}>` : `<@${who}>`;
}

function textOf(page: PageMessage, mentions: string): string {
  const build = (text: PageText) =>
    [
      ...(mentions === '' ? [] : [mentions]),
      `*${escaped(text.subject)}*`,
      ...text.lines.map(escaped),
      `<${page.acknowledgeUrl}|${text.acknowledge}>`,
      `<${page.caseUrl}|${text.open}>`,
      ...text.others.map(({ label, url }) => `<${url}|${escaped(label).replaceAll('|', '¦')}>`),
    ].join('\n');
  const most = page.reply === undefined ? MOST_CHARACTERS : MOST_IN_SECTION;
  return build(fitText(pageText(page), (text) => build(text).length <= most));
}

/** The same text with a button below it. */
function blocksOf(page: PageMessage, text: string) {
  if (page.reply === undefined) return {};
  const label = { type: 'plain_text', text: pageText(page).acknowledge };
  const button = {
    type: 'button',
    action_id: 'acknowledge',
    style: 'primary',
    text: label,
    value: page.reply,
  };
  return {
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text } },
      { type: 'actions', elements: [button] },
    ],
  };
}

/** Only these three signs mean something to Slack, and are written so. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Slack answers in words, one of them: `ok`, or what was wrong. */
async function judge(answer: ServiceAnswer) {
  if (answer.status === 429) return judgeStatus(answer);
  const word = (await answer.text()).trim();
  if (word === 'ok') return judgeStatus(answer);
  const meaning = Object.hasOwn(meanings, word) ? meanings[word] : undefined;
  return meaning === undefined ? judgeUnreadable(answer) : judgeCode(word, meaning, answer);
}
