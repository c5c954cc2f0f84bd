import { ManualClock } from '@watchcase/testkit';
import type { Account } from '@watchcase/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountOf, type ChatHouse, fillChatStore, openChatHouse } from '../../../test/harness/chat-house.ts';
import { addPage } from '../../../test/harness/paged-case.ts';
import { replyDoubles, type Words } from '../../../test/harness/replies/index.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import type { Store } from '../store/index.ts';
import { type openChatIn, replyWaySchema } from './index.ts';

const { slack } = replyDoubles;
if (slack === undefined) throw new Error('there is no double of Slack');

describeEachStore('what people answer by chat', (newDatabase) => {
  let far: Webhook;
  let store: Store;
  let house: ChatHouse;
  let ids = 0;

  const clock = new ManualClock();
  const open = (more: Partial<Parameters<typeof openChatIn>[0]> = {}) =>
    openChatHouse(
      store,
      [{ name: 'ops', service: 'slack', options: slack.options(new URL(far.url).origin) }],
      {
        clock,
        ...more,
      },
    );
  /** What is answered to words of Ada, or of who else is named. */
  const answerTo = async (text: string, more: Partial<Words> = {}) => {
    far.received.length = 0;
    const words = { id: String(++ids), user: '1002', text, at: clock.now(), ...more };
    const answer = await house.chat.take('ops', slack.say(words, new URL(far.url).origin));
    return slack.shown(answer, far.received);
  };

  beforeEach(async () => {
    far = await startWebhook();
    far.answerWith((request) => slack.answer(request));
    store = await (await newDatabase()).open();
    await fillChatStore(store);
    house = open();
  });
  afterEach(async () => {
    await house.chat.stop();
    await far.stop();
  });

  it('acknowledges, notes, hands on and says how it stands', async () => {
    expect(await answerTo('status C-1')).toBe(
      '[CRITICAL] C-1 Disk /var is full\nnobody has it\nhttps://watchcase.example/cases/1',
    );
    expect(await answerTo('ack C-1')).toBe('C-1 is yours: Disk /var is full');
    expect(await answerTo('状态 C-1', { user: '1001' })).toContain('已接手，Ada 已接手');
    expect(await answerTo('note C-1 the log is large')).toBe('Noted in C-1.');
    expect(await answerTo('give C-1 bo')).toBe('C-1 was handed on to Bo.');
    expect(await house.timeline(1)).toEqual([
      'acknowledged Ada chat',
      'note Ada the log is large',
      'handed-on Ada Bo',
    ]);
  });

  it('knows the case by the message that is answered, and says where it does not', async () => {
    expect(await answerTo('ack', { about: '[CRITICAL] C-2 Disk' })).toContain('C-2 is yours');
    expect(await answerTo('ack C-1', { about: '[CRITICAL] C-2 Disk' })).toContain('Which one: C-1, C-2?');
    expect(await answerTo('ack', { about: 'C-1 and C-2' })).toContain('CHAT_CASE_UNCLEAR');
    expect(await answerTo('ack')).toContain('CHAT_CASE_UNCLEAR');
    await addPage(store, { channel: 'ops', at: 0, person: 'Ada' });
    expect(await answerTo('ack')).toContain('C-3 is yours');
    await addPage(store, { channel: 'ops', at: 0, person: 'Ada' });
    expect(await answerTo('ack')).toContain('Which one: C-4, C-3?');
    expect(await answerTo('接手', { user: '1001' })).toContain('无法确定是哪个故障单');
  });

  it('refuses with a code, in the reader’s language', async () => {
    expect(await answerTo('ack C-99')).toBe('There is no such case. (CASE_NOT_FOUND)');
    expect(await answerTo('接手 C-99', { user: '1001' })).toBe('没有该故障单。（CASE_NOT_FOUND）');
    expect(await answerTo('give C-1 nobody')).toBe('Nobody by this name can be told. (PERSON_NOT_ON_DUTY)');
    expect(await answerTo(`note C-1 ${'x'.repeat(20_000)}`)).toContain('REQUEST_INVALID');
  });

  it('gives nobody more rights than their account has', async () => {
    const as = async (account: Partial<Account>, text: string) => {
      await house.chat.stop();
      house = open({ accounts: () => Promise.resolve([accountOf(account)]) });
      return answerTo(text, { user: '1001' });
    };
    expect(await as({ role: 'read-only' }, 'ack C-1')).toContain('NOT_ALLOWED');
    expect(await as({ role: 'manager' }, 'ack C-1')).toContain('NOT_ALLOWED');
    expect(await as({ role: 'read-only' }, 'status C-1')).toContain('C-1');
    expect(await as({ customers: ['globex'] }, 'ack C-1')).toContain('CASE_NOT_FOUND');
    expect(await as({ customers: ['globex'] }, 'status C-1')).toContain('CASE_NOT_FOUND');
    expect(await as({ retiredAt: '2026-01-01T00:00:00Z' }, 'ack C-1')).toContain('NOT_ALLOWED');
    expect(await house.timeline(1)).toEqual([]);
    expect(await as({ customers: ['acme'] }, 'ack C-1')).toContain('C-1');
  });

  it('does once what was begun and not ended, and lets it be said again while the store is away', async () => {
    const { act: real } = house;
    await house.chat.stop();
    house = open({
      act: async (caseId, action) => {
        await real(caseId, action);
        throw new Error('the store is away');
      },
    });
    await expect(answerTo('note C-1 once', { id: 'again' })).rejects.toThrow('away');
    await house.chat.stop();
    house = open();
    expect(await answerTo('note C-1 once', { id: 'again' })).toBe('Noted in C-1.');
    expect(await answerTo('note C-1 once', { id: 'again' })).toBe('');
    expect(await house.timeline(1)).toEqual(['note Ada once']);
  });

  it('hears so much of one in a minute, and answers others meanwhile', async () => {
    for (let i = 0; i < 20; i++) await answerTo('help');
    expect(await answerTo('ack C-1')).toContain('CHAT_TOO_MANY');
    expect(await answerTo('接手 C-1', { user: '1001' })).toContain('C-1 已由您接手');
    await clock.advance(60_000);
    expect(await answerTo('help')).toContain('ack C-12');
  });

  it('does what is asked though nobody takes the answer, and says so in the log', async () => {
    far.answerWith(() => ({ status: 503 }));
    await answerTo('ack C-1');
    expect(house.logged.join('\n')).toContain('CHAT_ANSWER_LOST');
    far.answerWith((request) => slack.answer(request));
    expect(await answerTo('status C-1')).toContain('Ada has it');
  });
});

describe('the config of answers', () => {
  it('is refused where it is wrong', () => {
    const fault = (way: object) => replyWaySchema.safeParse({ name: 'ops', ...way }).error?.issues[0];
    expect(fault({ service: 'icq' })?.message).toContain('known are');
    expect(fault({ service: 'slack' })?.path).toEqual(['options', 'signingSecret']);
    expect(fault({ service: 'telegram', options: { token: '1:x' } })?.path).toEqual(['options', 'secret']);
    expect(fault({ service: 'telegram', options: { token: '1:x', poll: true } })).toBeUndefined();
  });
});
