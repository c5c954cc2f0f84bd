import { Secret } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import type { Beat } from './beat-request.ts';
import { watchConfigSchema } from './config.ts';
import { createHeartbeat } from './heartbeat.ts';
import { judgeBeat } from './judge-beat.ts';

const success: Beat = { kind: 'success', text: 'all is well', tookMs: 180 };
const fail: Beat = { kind: 'fail', text: 'the page is lost', tookMs: null };
const start: Beat = { kind: 'start', text: '', tookMs: null };

let other: Webhook;
beforeEach(async () => {
  other = await startWebhook();
});
afterEach(() => other.stop());

async function told(settings: object, beats: readonly Beat[]) {
  const { heartbeat } = watchConfigSchema.parse({ heartbeat: settings });
  if (heartbeat === undefined) throw new Error('no heartbeat');
  const send = createHeartbeat(heartbeat, new ManualClock());
  for (const beat of beats) await send(beat, new AbortController().signal);
  return other.received.map(({ method, path, body }) => `${method} ${path} ${body}`.trim());
}

it('Healthchecks hears of start, success and failure at the addresses it documents, with a line to read', async () => {
  expect(await told({ url: other.url, style: 'healthchecks' }, [start, success, fail])).toEqual([
    'POST /page/start',
    'POST /page all is well',
    'POST /page/fail the page is lost',
  ]);
});

it('a ping address with a query keeps it', async () => {
  expect(await told({ url: `${other.url}/?create=1`, style: 'healthchecks' }, [fail])).toEqual([
    'POST /page/fail?create=1 the page is lost',
  ]);
});

it('Uptime Kuma hears up with the time it took, and down with what is wrong', async () => {
  other.answerWith(() => ({ status: 200, body: '{"ok":true}' }));
  const url = `${other.url}?status=up&msg=OK&ping=`;
  expect(await told({ url, style: 'uptime-kuma' }, [start, success, fail])).toEqual([
    'GET /page?status=up&msg=all+is+well&ping=180',
    'GET /page?status=down&msg=the+page+is+lost&ping=',
  ]);
});

it('a plain address is called while all is well, and not otherwise', async () => {
  expect(await told({ url: other.url }, [start, success, fail])).toEqual(['GET /page']);
  expect(await told({ url: other.url, body: 'alive' }, [success])).toEqual(['GET /page', 'POST /page alive']);
});

it.each([
  ['healthchecks', 200, 'OK', 'delivered'],
  ['healthchecks', 200, 'OK (not found)', 'failed'],
  ['healthchecks', 200, 'OK (rate limited)', 'failed'],
  ['healthchecks', 200, '<html>a captive portal</html>', 'failed'],
  ['healthchecks', 429, '', 'retry'],
  ['healthchecks', 409, 'ambiguous slug', 'failed'],
  ['uptime-kuma', 200, '{"ok":true}', 'delivered'],
  ['uptime-kuma', 200, '{"ok":false,"msg":"Monitor not found or not active."}', 'failed'],
  ['uptime-kuma', 404, '{"ok":false,"msg":"Monitor not found or not active."}', 'failed'],
  ['uptime-kuma', 200, '<html>', 'failed'],
  ['plain', 204, '', 'delivered'],
  ['plain', 302, '', 'failed'],
  ['plain', 503, '', 'retry'],
] as const)('%s, HTTP %i "%s": %s', (style, status, text, outcome) => {
  expect(judgeBeat(style, { status, text }).outcome).toBe(outcome);
});

it('an other side in trouble is asked three times, not more', async () => {
  other.answerWith(() => ({ status: 503 }));
  const clock = new ManualClock();
  const url = new Secret(other.url);
  const send = createHeartbeat({ url, style: 'plain' }, clock);
  const ended = send(success, new AbortController().signal);
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!isOver) {
    await clock.advance(5000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await ended).toMatchObject({ outcome: 'retry' });
  expect(other.received).toHaveLength(3);
});

it.each([
  [{ url: 'ftp://example.com' }, 'url'],
  [{ url: 'https://example.com', style: 'healthchecks', body: 'x' }, 'body'],
  [{ url: 'https://example.com', method: 'GET', body: 'x' }, 'body'],
])('a heartbeat of %o is refused at "%s"', (heartbeat, at) => {
  const checked = watchConfigSchema.safeParse({ heartbeat });
  expect(checked.error?.issues.map(({ path }) => path.join('.'))).toEqual([`heartbeat.${at}`]);
});
