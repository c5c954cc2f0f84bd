import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import type { CaseDetail } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Collector, collectorCommand, startCollector } from '../../../test/harness/collector.ts';
import { freePort } from '../../../test/harness/free-port.ts';
import { addHost, addPage } from '../../../test/harness/paged-case.ts';
import { launch } from '../../../test/harness/program.ts';
import { startWebhook } from '../../../test/harness/webhook.ts';
import { openSqliteStore } from '../store/index.ts';

let collector: Collector | undefined;
afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

/** Runs one command line of the program to its end. */
async function watchcase(...args: string[]): Promise<{ code: number | null; output: string }> {
  const program = launch({ name: 'watchcase', command: collectorCommand, args: [...args] });
  return { code: await program.ended, output: program.output() };
}

/** Puts a page that is due into the store of a collector that does not run. */
async function queuePage(data: string, channel: string, of = { newHost: true }): Promise<void> {
  const store = await openSqliteStore(join(data, 'watchcase.db'));
  if (of.newHost) await addHost(store);
  await addPage(store, { channel, at: systemClock.now(), person: 'admin' });
  await store.close();
}

/** The cookie of somebody who has just signed in. */
async function signedIn(at: Collector): Promise<string> {
  const { url } = await at.api<{ url: string }>('/api/v1/login-links', { method: 'POST', body: {} });
  const answer = await fetch(url, { method: 'POST', redirect: 'manual' });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('a second start', () => {
  beforeEach(async () => {
    collector = await startCollector();
  });
  const start = async (options: Record<string, string>) =>
    watchcase('start', '--no-agent', ...Object.entries(options).flat());

  it('on the same folder ends at once and says what to do', async () => {
    const data = collector?.data ?? '';
    const { code, output } = await start({ '--data': data, '--http-port': '0', '--mqtt-port': '0' });
    expect(code).toBe(1);
    expect(output).toMatch(/^DATA_FOLDER_IN_USE .*--data DIR/);
  });

  it('on a taken port ends at once, says what to do, and leaves its folder free', async () => {
    const data = `${collector?.data}-other`;
    const [http, mqtt] = [new URL(collector?.url ?? '').port, String(collector?.mqttPort)];
    for (let i = 0; i < 2; i++) {
      const { code, output } = await start({ '--data': data, '--http-port': http, '--mqtt-port': '0' });
      expect(code).toBe(1);
      expect(output).toMatch(/^HTTP_PORT_TAKEN .*--http-port N/m);
    }
    const { code, output } = await start({ '--data': data, '--http-port': '0', '--mqtt-port': mqtt });
    expect(code).toBe(1);
    expect(output).toMatch(/^BROKER_PORT_TAKEN .*--mqtt-port N/m);
  });
});

describe('login-link', () => {
  it('makes a link that signs in once, without being told the address', async () => {
    collector = await startCollector();
    // Where nobody sits at a terminal it would stand in a journal.
    expect(collector.output()).not.toContain('/login/');
    const { code, output } = await watchcase('login-link', '--data', collector.data);
    expect(code).toBe(0);
    const link = /^http\S+/.exec(output)?.[0] ?? '';
    expect(link.startsWith(`${collector.url}/login/`)).toBe(true);
    const push = () => fetch(link, { method: 'POST', redirect: 'manual' });
    const [first, second] = [await push(), await push()];
    expect([first.status, second.status]).toEqual([303, 410]);
    expect(first.headers.get('set-cookie')).toContain('HttpOnly');
  });

  it('says when no collector answers', async () => {
    collector = await startCollector();
    await collector.end();
    const { code, output } = await watchcase('login-link', '--data', collector.data);
    expect(code).toBe(1);
    expect(output).toMatch(/^COLLECTOR_AWAY/);
    const elsewhere = ['--data', collector.data, '--url', `http://127.0.0.1:${await freePort()}`];
    expect((await watchcase('login-link', ...elsewhere)).output).toMatch(/^COLLECTOR_AWAY .*--url URL/);
  });
});

describe('a running collector', () => {
  it('prints pages where nothing is set up, and their link works', async () => {
    collector = await startCollector();
    await collector.end();
    await queuePage(collector.data, 'terminal');
    await collector.restart();
    const link = await eventually(() => /Acknowledge: (http\S+)/.exec(collector?.output() ?? '')?.[1]);
    expect(collector.output()).toContain('┃ [CRITICAL] C-1 Disk /var is full  (admin)');
    expect(link.startsWith(`${collector.url}/a/`)).toBe(true);
    expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    expect(await collector.api('/api/v1/cases/1')).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'admin',
    });
  });

  it('on data from a backup sends nothing that waited in it, since it may have been sent, and says so once', async () => {
    const webhook = await startWebhook();
    const channels = [{ name: 'hook', type: 'webhook', options: { url: webhook.url } }];
    collector = await startCollector({ config: { channels } });
    const token = await collector.newToken();
    const session = await signedIn(collector);
    const { data } = collector;
    await collector.end();
    await queuePage(data, 'hook');
    const madeAt = '2026-11-27T02:30:00.000Z';
    const said = { form: 1, version: '0.1.0', madeAt, machine: 'lost', store: 'sqlite', sealedTo: null };
    writeFileSync(join(data, 'backup.json'), JSON.stringify({ ...said, files: [], elsewhere: [] }));
    await collector.restart();
    const { timeline } = await collector.api<CaseDetail>('/api/v1/cases/1');
    expect(timeline.find(({ kind }) => kind === 'page-failed')).toMatchObject({
      data: { reason: 'opened', detail: expect.stringContaining(madeAt) as string },
    });
    // What a person may do now is theirs to do now: what was good then could have been used since.
    const enrolled = await fetch(`${collector.url}/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, name: 'db2' }),
    });
    expect(await enrolled.json()).toMatchObject({ code: 'ENROLMENT_TOKEN_REVOKED' });
    expect((await fetch(`${collector.url}/api/v1/session`, { headers: { cookie: session } })).status).toBe(
      401,
    );
    const audit = await collector.api('/api/v1/audit?subject=collector');
    expect(audit).toMatchObject({ items: [{ act: 'restore', after: { madeAt, pagesNotSent: 1 } }] });
    await collector.end();
    await queuePage(data, 'hook', { newHost: false });
    await collector.restart();
    await eventually(() => webhook.received.some(({ body }) => numberOf(body) === 'C-2'));
    // The auditor may have found that nobody is at the first case, which is another page.
    // What is on its way is in the case's log a moment later.
    const { api } = collector;
    await eventually(async () => {
      const first = await api<CaseDetail>('/api/v1/cases/1');
      const sent = first.timeline
        .filter(({ kind }) => kind === 'page-sent')
        .map(({ data }) => data['reason']);
      expect(sent.filter((reason) => reason !== 'forgotten')).toEqual([]);
      expect(webhook.received.filter(({ body }) => numberOf(body) === 'C-1')).toHaveLength(sent.length);
      return true;
    });
    await webhook.stop();
  });

  it('ends within five seconds with a listener open and a receiver that hangs; the page is not forgotten', async () => {
    const webhook = await startWebhook();
    webhook.answerWith(() => 'hang');
    const channels = [{ name: 'hook', type: 'webhook', options: { url: webhook.url } }];
    collector = await startCollector({ config: { channels } });
    await collector.end();
    await queuePage(collector.data, 'hook');
    await collector.restart();
    await eventually(() => webhook.received.length === 1);
    const headers = { authorization: `Bearer ${collector.adminToken()}` };
    await new Promise<void>((resolve) => {
      get(`${collector?.url}/api/v1/live`, { headers }, (response) => {
        response.on('error', () => undefined).resume();
        resolve();
      }).on('error', () => undefined);
    });
    const before = systemClock.monotonic();
    expect(await collector.end()).toBe(0);
    expect(systemClock.monotonic() - before).toBeLessThan(5000);
    const store = await openSqliteStore(join(collector.data, 'watchcase.db'));
    const page = await store.db.selectFrom('pages').select('state').executeTakeFirst();
    expect(page?.state).toBe('sending');
    await store.close();
    await webhook.stop();
  });

  it('takes its local agent with it when it is killed', async () => {
    collector = await startCollector({ agent: true });
    const status = join(collector.data, 'agent/status.json');
    const { pid } = await eventually(() => JSON.parse(readFileSync(status, 'utf8')) as { pid: number }, {
      timeoutMs: 25_000,
    });
    await collector.kill();
    await eventually(() => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
  });
});

describe('help', () => {
  it.each([
    ['nothing at all', [], 0],
    ['--help with another option', ['--help', '--data', 'x'], 0],
    ['an option without a command', ['--data', 'x'], 1],
    ['a flag without a command', ['--no-agent'], 1],
  ])('is shown for %s', async (_name, args, exit) => {
    const { code, output } = await watchcase(...args);
    expect([code, output.split(' - ')[0]]).toEqual([exit, 'watchcase']);
  });
});

function numberOf(body: string): string {
  return (JSON.parse(body) as { case: { number: string } }).case.number;
}
