import { type AddressInfo, createServer, type Server } from 'node:net';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { samplePage as page } from '../../../../test/harness/sample-page.ts';
import { startMailServer, type MailServer } from '../../../../test/harness/smtp.ts';
import { startWebhook, type Webhook, type WebhookAnswer } from '../../../../test/harness/webhook.ts';
import type { PageMessage, SendResult } from '../../model/index.ts';
import { channelInstanceSchema } from '../config.ts';
import { boxOf } from './terminal/box.ts';

const chinese: PageMessage = { ...page, language: 'zh-CN' };

/** Sends by a channel made from its config, as the collector makes it. */
function send(
  type: string,
  options: Record<string, unknown>,
  message = page,
  signal = new AbortController().signal,
): Promise<SendResult> {
  const instance = channelInstanceSchema.parse({ name: 'test', type, options });
  return instance.channel.send(message, instance.options, signal, 0);
}

describe('webhook', () => {
  let webhook: Webhook;
  beforeEach(async () => {
    webhook = await startWebhook();
  });
  afterEach(() => webhook.stop());

  it('posts the page with its words, key, own headers and signature', async () => {
    const options = { url: webhook.url, secret: 'shared', headers: { 'X-Key': 'k' } };
    expect(await send('webhook', options)).toEqual({ outcome: 'delivered', detail: 'HTTP 200' });
    const [{ body, headers } = { body: '', headers: {} }] = webhook.received;
    expect(JSON.parse(body)).toMatchObject({
      ...page,
      subject: '[CRITICAL] C-12 Disk /var is full',
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': page.key,
      'x-key': 'k',
      'x-watchcase-signature': `sha256=${createHmac('sha256', 'shared').update(body).digest('hex')}`,
    });
  });

  const dated = (wait: string, date: string) => ({ 'retry-after': wait, date });
  const answers: [WebhookAnswer, SendResult][] = [
    [{ status: 204 }, { outcome: 'delivered', detail: 'HTTP 204' }],
    [
      { status: 301, headers: { location: '/' } },
      { outcome: 'retry', detail: 'HTTP 301', refused: true },
    ],
    [{ status: 400 }, { outcome: 'retry', detail: 'HTTP 400', refused: true }],
    [{ status: 410 }, { outcome: 'retry', detail: 'HTTP 410', refused: true }],
    [{ status: 408 }, { outcome: 'retry', detail: 'HTTP 408' }],
    [{ status: 500 }, { outcome: 'retry', detail: 'HTTP 500' }],
    [
      { status: 429, headers: { 'retry-after': '30' } },
      { outcome: 'retry', detail: 'HTTP 429', retryAfterMs: 30_000, channelWaits: true },
    ],
    [
      {
        status: 503,
        headers: dated('Mon, 02 Mar 2026 08:01:00 GMT', 'Mon, 02 Mar 2026 08:00:00 GMT'),
      },
      { outcome: 'retry', detail: 'HTTP 503', retryAfterMs: 60_000 },
    ],
    [
      { status: 503, headers: dated('Mon, 02 Mar 2026 07:00:00 GMT', 'Mon, 02 Mar 2026 08:00:00 GMT') },
      { outcome: 'retry', detail: 'HTTP 503' },
    ],
    [
      { status: 503, headers: { 'retry-after': 'soon' } },
      { outcome: 'retry', detail: 'HTTP 503' },
    ],
    ['reset', { outcome: 'retry', detail: 'ECONNRESET' }],
  ];
  it.each(answers)('answered with %j', async (answer, result) => {
    webhook.answerWith(() => answer);
    const got = await send('webhook', { url: webhook.url });
    expect(got.detail).toBe(got.detail === 'UND_ERR_SOCKET' ? got.detail : result.detail);
    expect({ ...got, detail: result.detail }).toEqual(result);
  });

  it('tries again where nobody listens', async () => {
    const { url } = webhook;
    await webhook.stop();
    expect(await send('webhook', { url })).toEqual({ outcome: 'retry', detail: 'ECONNREFUSED' });
    webhook = await startWebhook();
  });

  it('ends when told to', async () => {
    webhook.answerWith(() => 'hang');
    const abort = new AbortController();
    const sending = send('webhook', { url: webhook.url }, page, abort.signal);
    abort.abort();
    expect((await sending).outcome).toBe('retry');
  });

  it('uses one connection for page after page', async () => {
    webhook.answerWith(() => ({ status: 200, body: 'taken' }));
    for (let i = 0; i < 5; i++) await send('webhook', { url: webhook.url });
    expect(webhook.connections()).toBeLessThan(3);
  });

  it.each([{ 'not a name': 'x' }, { name: 'two\nlines' }, { name: '王' }])(
    'refuses headers that cannot be sent: %j',
    (headers) => {
      const raw = { name: 'test', type: 'webhook', options: { url: webhook.url, headers } };
      expect(channelInstanceSchema.safeParse(raw).success).toBe(false);
    },
  );
});

it('refuses a connector of Teams, which has ended, and takes a workflow with its port', () => {
  const teams = (url: string) =>
    channelInstanceSchema.safeParse({ name: 't', type: 'teams', options: { url } });
  expect(teams('https://acme.webhook.office.com/webhookb2/1').error?.issues[0]?.message).toMatch(
    /make a workflow/,
  );
  expect(teams('https://1f.12.environment.api.powerplatform.com:443/x?sig=1').success).toBe(true);
});

describe('email', () => {
  let mail: MailServer;
  beforeEach(async () => {
    mail = await startMailServer();
  });
  afterEach(() => mail.stop());
  const options = (more: Record<string, unknown> = {}) => ({
    host: mail.host,
    port: mail.port,
    from: 'watchcase@example.com',
    to: 'ada@example.com',
    ...more,
  });
  /** Whole mail with its quoted-printable parts undone. */
  const decoded = () =>
    (mail.received[0]?.source ?? '')
      .replaceAll('=\r\n', '')
      .replaceAll(/(?:=[0-9A-F]{2})+/g, (octets) =>
        Buffer.from(octets.replaceAll('=', ''), 'hex').toString('utf8'),
      );

  it('sends text and HTML with the link, and a Message-ID that is the same each time', async () => {
    const result = await send('email', options());
    expect(result.outcome).toBe('delivered');
    await send('email', options());
    const [first, second] = mail.received;
    expect(first).toMatchObject({ from: 'watchcase@example.com', to: ['ada@example.com'] });
    expect(decoded()).toContain('Subject: [CRITICAL] C-12 Disk /var is full');
    expect(decoded()).toContain('Answer by: 2026-03-02 08:15:00 UTC');
    expect(decoded()).toContain('Acknowledge: https://watchcase.example.com/a/x.y');
    expect(decoded()).toContain('Acme &lt;Labs&gt; &amp; Co');
    const idOf = (source = '') => /^Message-ID: (.+)\r$/im.exec(source)?.[1];
    expect(idOf(first?.source)).toBeDefined();
    expect(idOf(second?.source)).toBe(idOf(first?.source));
  });

  it('speaks Chinese', async () => {
    await send('email', options(), chinese);
    const subject = /^Subject: ((?:.+\r\n )*.+)\r$/m.exec(mail.received[0]?.source ?? '')?.[1] ?? '';
    expect(subject).toMatch(/^=\?UTF-8\?/);
    expect(decoded()).toContain('确认接手');
    expect(decoded()).toContain('响应时限');
  });

  it.each([
    [550, { outcome: 'retry', detail: 'SMTP 550', refused: true }],
    [451, { outcome: 'retry', detail: 'SMTP 451' }],
  ])('recipient answered with %i', async (code, result) => {
    mail.answerWith({ recipient: () => ({ code, message: 'no' }) });
    expect(await send('email', options())).toEqual(result);
  });

  it.each([
    [554, { outcome: 'retry', detail: 'SMTP 554', refused: true }],
    [421, { outcome: 'retry', detail: 'SMTP 421' }],
  ])('mail answered with %i', async (code, result) => {
    mail.answerWith({ mail: () => ({ code, message: 'no' }) });
    expect(await send('email', options())).toEqual(result);
    expect(mail.received).toEqual([]);
  });

  it('tries again where nobody listens', async () => {
    const silent = options({ port: 1 });
    expect(await send('email', silent)).toEqual({ outcome: 'retry', detail: 'ESOCKET' });
  });

  it('gives up a server that never greets when told to', async () => {
    const mute: Server = createServer(() => undefined);
    await new Promise<void>((resolve) => {
      mute.listen(0, '127.0.0.1', resolve);
    });
    const abort = new AbortController();
    const sending = send(
      'email',
      options({ port: (mute.address() as AddressInfo).port }),
      page,
      abort.signal,
    );
    abort.abort();
    expect(await sending).toEqual({ outcome: 'retry', detail: 'ETIMEDOUT' });
    mute.close();
  });

  it('logs in, and keeps a page whose login is refused for a better password', async () => {
    const guarded = await startMailServer({ login: { user: 'ada', password: 'right' } });
    const at = { port: guarded.port, user: 'ada' };
    expect((await send('email', options({ ...at, password: 'right' }))).outcome).toBe('delivered');
    expect(await send('email', options({ ...at, password: 'wrong' }))).toEqual({
      outcome: 'retry',
      detail: 'SMTP 535',
    });
    await guarded.stop();
  });
});

describe('terminal', () => {
  it('draws the page as a box with its link whole', () => {
    expect(boxOf(page).split('\n')).toEqual([
      '',
      `┏${'━'.repeat(72)}`,
      '┃ [CRITICAL] C-12 Disk /var is full  (王芳)',
      '┃',
      '┃ C-12: New case',
      '┃ Where: Acme <Labs> & Co / main / db1',
      '┃ Opened: 2026-03-02 08:00:00 UTC',
      '┃ Answer by: 2026-03-02 08:15:00 UTC',
      '┃ - /var is 97 % full',
      '┃ - /home is 99 % full',
      '┃ Runbook: https://runbooks.example.com/disk',
      '┃',
      '┃ Acknowledge: https://watchcase.example.com/a/x.y',
      '┃ Open the case: https://watchcase.example.com/cases/12',
      `┗${'━'.repeat(72)}`,
      '',
      '',
    ]);
    expect(boxOf(chinese)).toContain('[紧急] C-12');
  });

  it('shows what would steer the terminal as blanks', () => {
    const hostile = { ...page, facts: ['\u001B[2Jgone\u0007\u009B31m'] };
    expect(boxOf(hostile)).not.toMatch(/[^\n\P{Cc}]/u);
  });
});
