import { inspect } from 'node:util';
import { ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { samplePage } from '../../../../test/harness/sample-page.ts';
import { type ServiceDouble, serviceDoubles } from '../../../../test/harness/services/index.ts';
import { startWebhook, type Webhook, type WebhookAnswer } from '../../../../test/harness/webhook.ts';
import type { PageMessage, SendResult } from '../../model/index.ts';
import { channelInstanceSchema } from '../config.ts';
import { addressed } from '../addressed.ts';
import { sendOnce } from '../send-once.ts';
import { channels } from './registry.generated.ts';

const page: PageMessage = {
  ...samplePage,
  known: { from: 'C-3', solution: 'Rotate the logs' },
  case: { ...samplePage.case, customer: 'Acme Co' },
};
const chinese: PageMessage = { ...page, language: 'zh-CN' };
/** More than any service takes, and no sign of it one byte. */
const endless: PageMessage = {
  ...chinese,
  facts: Array.from({ length: 40 }, (_, i) => `${i} 数据盘已满🔥${'磁盘'.repeat(300)}`),
  case: { ...page.case, title: `数据盘已满🔥${'磁盘'.repeat(20_000)}`, host: `db-${'机'.repeat(5000)}` },
};
const HOURS_2 = 7_200_000;

/** What is read, by how much there is room for. */
const shows: Record<ServiceDouble['carries'], { en: string[]; zh: string[] }> = {
  all: {
    en: [
      'CRITICAL',
      'C-12 Disk /var is full',
      'Acme Co / main / db1',
      'Opened: 2026-03-02 08:00:00 UTC',
      'Answer by: 2026-03-02 08:15:00 UTC',
      'Rotate the logs',
      'Acknowledge',
      page.acknowledgeUrl,
      page.caseUrl,
    ],
    zh: ['紧急', '响应时限', '以往解决办法', '确认接手', page.acknowledgeUrl],
  },
  short: {
    en: [
      'CRITICAL',
      'C-12 Disk /var is full',
      'Acme Co / main / db1',
      'since 03-02 08:00',
      'answer by 03-02 08:15',
      'last time: Rotate the logs',
      page.acknowledgeUrl,
    ],
    zh: ['紧急', '发生于 03-02 08:00', '请于 03-02 08:15 前响应', '上次解决办法', page.acknowledgeUrl],
  },
  parameters: { en: ['CRITICAL', '12', 'db1', 'Disk /var is full'], zh: ['紧急', '12', 'db1'] },
  spoken: {
    en: ['CRITICAL', 'Case 12', 'Disk /var is full', 'Acme Co, main, db1', 'Answer by 08:15'],
    zh: ['紧急', '故障单 12', '请于 08:15 前响应'],
  },
};
/** What no length may cut away. */
const stays: Record<ServiceDouble['carries'], string[]> = {
  all: ['紧急', 'C-12', page.acknowledgeUrl, page.caseUrl],
  short: ['紧急', 'C-12', page.acknowledgeUrl],
  parameters: ['紧急', '12'],
  spoken: ['紧急', '12'],
};

it('has a double of every service', () => {
  const own = ['email', 'terminal'];
  expect([...Object.keys(serviceDoubles), ...own].toSorted()).toEqual(Object.keys(channels).toSorted());
});

const doubles = Object.entries(serviceDoubles).flatMap(([type, kinds]) =>
  Object.entries(kinds).map(([kind, double]) => ({ type, kind, double })),
);

/** An address of one person, of the channels that reach people one by one. */
const addresses: Readonly<Record<string, string | undefined>> = {
  'sms-aliyun': '13900139000',
  'sms-tencent': '+8613900139000',
  'sms-twilio': '+8613900139000',
  voice: '13900139000',
  telegram: '4242424',
  ntfy: 'topic_of_lin',
  webhook: 'lin@desk',
};

it('knows an address of each channel that reaches people one by one, and such a channel says what an address is', () => {
  const personal = Object.values(channels).filter((one) => one.addressed !== undefined);
  expect(personal.map(({ name }) => name).toSorted()).toEqual(
    [...Object.keys(addresses), 'email'].toSorted(),
  );
  for (const one of Object.values(channels))
    expect(one.addresses === undefined, one.name).toBe(one.addressed === undefined);
});

describe.each(doubles)('$type ($kind)', ({ type, kind, double }) => {
  let service: Webhook;
  let origin: string;
  const clock = new ManualClock();
  const signal = new AbortController().signal;
  const instanceOf = (more: Record<string, unknown> = {}) => {
    const options = { ...double.options(origin), ...more };
    const url = options['url'];
    if (typeof url === 'string' && url.startsWith('/')) options['url'] = origin + url;
    return channelInstanceSchema.parse({ name: 'test', type, options });
  };
  const send = (message = page, more: Record<string, unknown> = {}): Promise<SendResult> =>
    sendOnce(instanceOf(more), message, { clock, signal });

  beforeEach(async () => {
    service = await startWebhook();
    ({ origin } = new URL(service.url));
    service.answerWith((request) => double.answer(request, clock.now()));
  });
  afterEach(() => service.stop());
  const shown = () => service.received.map((request) => double.shown(request)).join('\n');

  it('tells in both languages what a page has to say', async () => {
    expect(await send()).toMatchObject({ outcome: 'delivered' });
    for (const words of shows[double.carries].en) expect(shown()).toContain(words);
    service.received.length = 0;
    expect(await send(chinese)).toMatchObject({ outcome: 'delivered' });
    for (const words of shows[double.carries].zh) expect(shown()).toContain(words);
  });

  it('shortens a page so that the service takes it, and how bad it is and the links stay', async () => {
    expect(await send(endless)).toMatchObject({ outcome: 'delivered' });
    for (const words of stays[double.carries]) expect(shown()).toContain(words);
    expect(shown()).not.toContain('\uFFFD');
  });

  it('tells of several cases in one message where the service has room for them, however long their names are', async () => {
    const { mostCases } = instanceOf().channel.capabilities;
    if (mostCases === undefined) return;
    const others = Array.from({ length: mostCases - 1 }, (_, i) => ({
      ...endless,
      case: { ...endless.case, id: 101 + i, number: `C-${101 + i}`, customer: '华东客户'.repeat(80) },
      acknowledgeUrl: `https://watchcase.example.com/a/${101 + i}.${'x'.repeat(200)}`,
    }));
    const first = { ...chinese, acknowledgeUrl: `${chinese.acknowledgeUrl}.${'x'.repeat(200)}` };
    expect(await send({ ...first, others })).toMatchObject({ outcome: 'delivered' });
    expect(shown()).toContain(first.case.number.replace('C-', ''));
    if (double.carries === 'parameters') expect(shown()).toContain(`+${others.length}: C-101`);
    for (const other of others.slice(0, double.carries === 'parameters' ? 0 : others.length)) {
      expect(shown()).toContain(String(other.case.id));
      if (double.carries === 'all')
        for (const part of ['紧急', '华东客户', other.acknowledgeUrl]) expect(shown()).toContain(part);
    }
  });

  it.each(double.ends)('answered with %j', async (answer, result) => {
    service.answerWith(() => answer);
    expect(await send()).toEqual(result);
  });

  it('says what is wrong with its settings', async () => {
    for (const [more, result] of double.wrong) expect(await send(page, more)).toEqual(result);
    if (double.clockOff === undefined) return;
    service.answerWith((request) => double.answer(request, clock.now() + HOURS_2));
    expect(await send()).toEqual(double.clockOff);
  });

  it('tries again where nobody listens, nobody answers, or an answer breaks off', async () => {
    service.answerWith(() => 'reset');
    expect(await send()).toMatchObject({ outcome: 'retry' });
    service.answerWith(() => 'hang');
    const abort = new AbortController();
    const sending = sendOnce(instanceOf(), page, { clock, signal: abort.signal });
    abort.abort();
    expect(await sending).toEqual({ outcome: 'retry', detail: 'no answer in time' });
    const instance = instanceOf();
    await service.stop();
    expect(await sendOnce(instance, page, { clock, signal })).toEqual({
      outcome: 'retry',
      detail: 'ECONNREFUSED',
    });
  });

  it('reads no more of an answer than it needs', async () => {
    service.answerWith(() => ({ status: 500, body: 'x'.repeat(3_000_000) }));
    expect(await send()).toMatchObject({ outcome: 'retry' });
  });

  it('tells nobody its secrets, whatever the service sends back', async () => {
    await send();
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = service.received;
    const sent = [path, ...Object.values(headers).flatMap((value) => value ?? []), body];
    const keys = [...double.secrets, ...sent.flatMap(longWords)].filter((one) => !isKnown(one));
    const instance = instanceOf();
    const { options } = instance;
    const printed = [inspect(options, { depth: null, showHidden: true }), JSON.stringify(options)].join();
    for (const secret of double.secrets) expect(printed).not.toContain(secret);
    for (const status of [200, 403, 500])
      for (const said of [...double.secrets, sent.join(' ')].flatMap(echoes)) {
        service.answerWith(() => ({ status, headers: { location: path }, body: said }));
        const { detail } = await send();
        for (const key of keys) expect(detail).not.toContain(key);
      }
  });

  const address = addresses[type];
  it.runIf(address !== undefined)('reaches a person at an address of their own', async () => {
    const to = addressed(instanceOf(), address ?? '');
    if ('fault' in to) throw new Error(to.fault);
    expect(await sendOnce(to, { ...page, address: address ?? '' }, { clock, signal })).toMatchObject({
      outcome: 'delivered',
    });
    const [{ path, body } = { path: '', body: '' }] = service.received;
    // A template says itself whether the address is in it.
    const isInTemplate = kind === 'template' || (type === 'voice' && kind === 'webhook');
    if (!isInTemplate) expect(path + body).toContain(address?.replace('+', ''));
    expect(addressed(instanceOf(), 'no such address\n')).toHaveProperty('fault');
  });

  it('keeps within what the service documents', () => {
    const { capabilities } = instanceOf().channel;
    expect(capabilities.idempotencyWindowMs).toBeGreaterThanOrEqual(capabilities.timeoutMs);
    expect(capabilities.perMinute ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(
      double.mostPerMinute ?? Number.POSITIVE_INFINITY,
    );
  });
});

/** An answer in each service's form, with what was sent in every place of it. */
function echoes(text: string): NonNullable<Exclude<WebhookAnswer, string>['body']>[] {
  const named = { code: text, errcode: text, Code: text, errmsg: text, Message: text, error: text };
  return [
    text,
    JSON.stringify({ ...named, description: text, Response: { Error: { Code: text, Message: text } } }),
    JSON.stringify({
      errcode: 310_000,
      errmsg: text,
      code: 19_021,
      Code: 'SignatureDoesNotMatch',
      Message: text,
    }),
    JSON.stringify({ result: { code: text } }),
  ];
}

/** Pieces that could be a key or a signature. */
function longWords(text: string): string[] {
  return text
    .split(/[^\w+/=-]+/)
    .filter((word) => /\d/.test(word) && /[A-Za-z]/.test(word) && word.length >= 16);
}

function isKnown(word: string): boolean {
  return JSON.stringify(page).includes(word);
}
