import { parseConfig } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { replyDoubles } from '../../../test/harness/replies/index.ts';
import { samplePage } from '../../../test/harness/sample-page.ts';
import { serviceDoubles } from '../../../test/harness/services/index.ts';
import { startWebhook } from '../../../test/harness/webhook.ts';
import { configSchema } from '../config.ts';
import { parseCommand } from '../chat-in/parse-command.ts';
import { sendOnce } from '../notify/send-once.ts';
import { answeredChannels, withButton } from './answered-channels.ts';

const telegram = { token: '1:x', chat: '1' };
const channels = [
  { name: 'a', type: 'telegram', options: telegram },
  { name: 'b', type: 'telegram', options: telegram },
  { name: 'c', type: 'slack', options: { url: 'https://hooks.slack.com/services/1' } },
];
const way = (more: object = {}) => ({
  name: 'ops',
  service: 'telegram',
  options: { token: '1:x', poll: true },
  ...more,
});
const configOf = (replies: readonly object[], all: readonly object[] = channels) =>
  parseConfig(configSchema, {
    name: 'watchcase.yaml',
    text: JSON.stringify({ channels: all, replies }),
    env: {},
  });

it('are those of the service, or those that are named', () => {
  expect([...answeredChannels(configOf([]))]).toEqual([]);
  expect([...answeredChannels(configOf([way()]))]).toEqual(['a', 'b']);
  expect([...answeredChannels(configOf([way({ channels: ['b', 'c'] })]))]).toEqual(['b']);
  expect(() => configOf([way({ channels: ['gone'] })])).toThrow('is not one of the channels');
  expect(() => configOf([way(), way()])).toThrow('there is another way to answer');
});

it('offers no button where nothing is left to acknowledge', () => {
  expect(withButton(samplePage).reply).toBe('ack C-12');
  const over = { ...samplePage.case, recoveredAt: samplePage.case.openedAt };
  expect(withButton({ ...samplePage, case: over }).reply).toBeUndefined();
});

/** What a button of a message says for whoever presses it. */
const buttons: Record<string, (body: string) => unknown> = {
  feishu(body) {
    const { content } = JSON.parse(body) as { content: string };
    const { elements } = JSON.parse(content) as {
      elements: { actions?: { value?: { command: string } }[] }[];
    };
    return elements.find(({ actions }) => actions !== undefined)?.actions?.[0]?.value?.command;
  },
  telegram: (body) =>
    (JSON.parse(body) as { reply_markup?: { inline_keyboard: { callback_data: string }[][] } }).reply_markup
      ?.inline_keyboard[0]?.[0]?.callback_data,
  slack: (body) =>
    (JSON.parse(body) as { blocks?: { elements?: { value: string }[] }[] }).blocks?.[1]?.elements?.[0]?.value,
};

it.each(Object.keys(buttons))(
  'a page by %s has a button whose words acknowledge, and none without it',
  async (type) => {
    const double = Object.values(serviceDoubles[type] ?? {})[0];
    const far = await startWebhook();
    const { origin } = new URL(far.url);
    far.answerWith((request) => double?.answer(request, 0) ?? { status: 500 });
    const { channels: instances } = configOf([], [{ name: 'x', type, options: double?.options(origin) }]);
    const send = (page: typeof samplePage) =>
      sendOnce(instances[0] as (typeof instances)[number], page, {
        clock: new ManualClock(),
        signal: new AbortController().signal,
      });
    const long = {
      ...withButton(samplePage),
      facts: Array.from({ length: 60 }, () => 'the disk is full '.repeat(20)),
    };
    for (const page of [withButton(samplePage), long]) {
      expect(await send(page)).toMatchObject({ outcome: 'delivered' });
      const value = buttons[type]?.(far.received.at(-1)?.body ?? '') as string;
      expect(Buffer.byteLength(value)).toBeLessThanOrEqual(64);
      expect(parseCommand(value)).toEqual({ act: 'acknowledge', caseId: 12 });
    }
    await send(samplePage);
    expect(buttons[type]?.(far.received.at(-1)?.body ?? '')).toBeUndefined();
    expect(replyDoubles[type]?.press).toBeDefined();
    await far.stop();
  },
);
