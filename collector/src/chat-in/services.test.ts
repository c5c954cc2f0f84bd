import { isUserError } from '@watchcase/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChatHouse, fillChatStore, openChatHouse } from '../../../test/harness/chat-house.ts';
import { replyDoubles, type Words } from '../../../test/harness/replies/index.ts';
import { openPagedStore } from '../../../test/harness/paged-case.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import type { Store } from '../store/index.ts';
import type { ChatRequest } from './contract.ts';
import { replyServices } from './services/registry.generated.ts';

it('has a double of every service', () => {
  expect(Object.keys(replyDoubles).toSorted()).toEqual(Object.keys(replyServices).toSorted());
});

describe.each(Object.entries(replyDoubles))('%s', (service, double) => {
  let house: ChatHouse;
  let far: Webhook;
  let origin: string;
  let store: Store;
  let close: () => Promise<void>;

  const wordsOf = (more: Partial<Words>): Words => ({
    id: '1',
    user: '1002',
    text: 'ack C-1',
    at: house.clock.now(),
    ...more,
  });
  const say = (more: Partial<Words>) => double.say(wordsOf(more), origin);
  const opened = () => openChatHouse(store, [{ name: 'ops', service, options: double.options(origin) }]);
  const take = async (request: ChatRequest) => {
    far.received.length = 0;
    return double.shown(await house.chat.take('ops', request), far.received);
  };
  const codeOf = (request: ChatRequest) =>
    house.chat.take('ops', request).then(
      () => 'taken',
      (error: unknown) => (isUserError(error) ? error.code : String(error)),
    );

  beforeEach(async () => {
    far = await startWebhook();
    ({ origin } = new URL(far.url));
    far.answerWith((request) => double.answer(request));
    const paged = await openPagedStore({ isEmpty: true });
    ({ store, stop: close } = paged);
    await fillChatStore(store);
    house = opened();
  });
  afterEach(async () => {
    await house.chat.stop();
    await close();
    await far.stop();
  });

  it('acts as who is known, and answers in their language', async () => {
    expect(await take(say({}))).toContain('C-1 is yours: Disk /var is full');
    expect(await take(say({ id: '2', user: '1001', text: '备注 C-1 数据盘 <已满> & 清理中' }))).toContain(
      '已记入 C-1',
    );
    expect(await house.timeline(1)).toEqual(['acknowledged Ada chat', 'note 赵敏 数据盘 <已满> & 清理中']);
  });

  it('says who nobody knows what to do, in both languages, and does nothing', async () => {
    const shown = await take(say({ user: '666' }));
    expect(shown).toContain('CHAT_USER_UNKNOWN');
    expect(shown).toContain('管理员');
    expect(shown).toContain('666');
    expect(await house.timeline(1)).toEqual([]);
  });

  it('believes nobody else', async () => {
    for (const forged of double.forged(say({}))) expect(await codeOf(forged)).toBe('CHAT_SIGNATURE_WRONG');
    if (double.press !== undefined)
      for (const forged of double.forged(double.press(wordsOf({}), origin)))
        expect(await codeOf(forged)).toBe('CHAT_SIGNATURE_WRONG');
    expect(await house.timeline(1)).toEqual([]);
    expect(far.received).toEqual([]);
  });

  it.runIf(double.mostOffMs !== undefined)(
    'tells how far the clocks differ, where that is too much',
    async () => {
      const most = double.mostOffMs ?? 0;
      for (const offMs of [most + 2000, -most - 2000]) {
        expect(await codeOf(say({ at: house.clock.now() - offMs }))).toBe('CHAT_CLOCK_OFF');
        expect(house.logged.at(-1)).toContain(`${Math.round(offMs / 1000)} s`);
      }
      expect(await codeOf(say({ at: house.clock.now() - most + 2000 }))).toBe('taken');
    },
  );

  it('does what comes twice once, also after a restart', async () => {
    const both = await Promise.all([1, 2].map(() => house.chat.take('ops', say({ text: 'note C-1 once' }))));
    // Some services are sent their answers, others get them in that of the request.
    const answered = far.received.length > 0 ? both.slice(0, 1) : both;
    const shown = answered.map((answer) => double.shown(answer, far.received)).join('\n');
    expect(shown.match(/Noted/g)).toHaveLength(1);
    expect(await take(say({ text: 'note C-1 once' }))).toBe('');
    await house.chat.stop();
    house = opened();
    expect(await take(say({ text: 'note C-1 once' }))).toBe('');
    expect(await house.timeline(1)).toEqual(['note Ada once']);
  });

  it.runIf(double.press !== undefined)('takes a press of a button as words', async () => {
    const press = (more: Partial<Words>) => take(double.press?.(wordsOf(more), origin) as ChatRequest);
    expect(await press({ user: '1001' })).toContain('C-1 已由您接手');
    expect(await press({ user: '1002', id: '2' })).toContain(
      'Somebody else has the case already. (CASE_ALREADY_ACKNOWLEDGED)',
    );
    expect(await press({ user: '1001' })).toBe('');
    expect(await house.timeline(1)).toEqual(['acknowledged 赵敏 chat']);
  });

  it('lets pass what is not for us, and helps who asks', async () => {
    if (double.hearsTalk !== false) expect(await take(say({ text: 'how are you', isTalk: true }))).toBe('');
    expect(await take(say({ id: '2', text: 'how are you' }))).toContain('CHAT_COMMAND_UNKNOWN');
    expect(await take(say({ id: '3', text: 'help' }))).toContain('ack C-12');
  });

  it.runIf(double.tellsAnswered !== false)('knows the case by the message that is answered', async () => {
    expect(await take(say({ text: 'ack', about: '[CRITICAL] C-2 Disk /var is full' }))).toContain(
      'C-2 is yours',
    );
    expect(await take(say({ id: '2', text: 'ack C-1', about: 'C-2' }))).toContain('Which one: C-1, C-2?');
  });

  it('refuses what it cannot read, once it is signed', async () => {
    for (const body of [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '{"type":7}',
      '<xml/>',
      '<xml><Encrypt>x</Encrypt></xml>',
    ])
      expect(['CHAT_UNREADABLE', 'CHAT_SIGNATURE_WRONG']).toContain(
        await codeOf(double.signed(body, house.clock.now())),
      );
    expect(await codeOf({ method: 'GET', query: {}, headers: {}, body: Buffer.alloc(0) })).toMatch(/^CHAT_/);
  });

  it('tells nobody its secrets', async () => {
    await take(say({}));
    far.answerWith(() => ({ status: 500, body: double.secrets.join() }));
    await take(say({ id: '2', text: 'status C-1' }));
    await codeOf(double.forged(say({ id: '3' }))[0] as ChatRequest);
    for (const secret of double.secrets) expect(house.logged.join('\n')).not.toContain(secret);
  });
});
