import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BackupJobDetail, type CaseDetail, caseDetailSchema, type HostDetail } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { describeWith, eventually, temporaryFolder } from '@watchcase/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Agent, startAgent } from '../harness/agent.ts';
import { type Collector, collectorCommand, startCollector } from '../harness/collector.ts';
import { startPostgres } from '../harness/postgres.ts';
import { launch } from '../harness/program.ts';
import { startWebhook } from '../harness/webhook.ts';

/** Several processes begin at once, on a machine that has other work. */
const PATIENT = { timeoutMs: 60_000 };

/** Every host is at fault. */
const ALWAYS = `
pack: always
rules:
  - id: up
    title: { en: "It is up", "zh-CN": "它在运行" }
    when: system.uptime > 0s
    severity: critical
    category: software
`;

/** Runs one command line of the program to its end. */
async function watchcase(...args: string[]): Promise<{ code: number | null; output: string }> {
  const program = launch({ name: 'watchcase', command: collectorCommand, args: [...args] });
  return { code: await program.ended, output: program.output() };
}

describe('a collector that is lost and restored from its own backup, with SQLite', () => drill('sqlite'));
describeWith('postgres', 'the same with PostgreSQL', () => drill('postgres'));

/** What goes on being so: who is asked for what until when, and what was written down. */
function lastingOf(it: CaseDetail) {
  const { id, number, title, state, severity, assignee } = it;
  const clocks = it.clocks.map(({ target, limitSeconds, due }) => ({ target, limitSeconds, due }));
  return { id, number, title, state, severity, assignee, clocks };
}

function drill(kind: 'sqlite' | 'postgres'): void {
  const stops: (() => unknown)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
  });

  it('serves the same cases, clocks and rights elsewhere; its agent goes on without loss, and nobody is paged twice', async () => {
    const folder = temporaryFolder();
    stops.push(() => folder[Symbol.dispose]());
    const at = (name: string) => join(folder.path, name);
    const webhook = await startWebhook();
    stops.push(() => webhook.stop());
    const secretFile = at('hook-secret');
    writeFileSync(secretFile, 'a-secret-of-the-hook');
    mkdirSync(at('rules'));
    writeFileSync(at('rules/always.yaml'), ALWAYS);
    const stores = await storesOf(kind, stops);
    const config = (store: unknown) => ({
      store,
      channels: [
        { name: 'hook', type: 'webhook', options: { url: webhook.url, secret: `file:${secretFile}` } },
      ],
      rules: { folder: at('rules') },
      backup: { folder: at('backups'), keep: 2 },
    });
    const before = await startCollector({ config: config(stores[0]), startMs: 90_000 });
    stops.push(() => before.stop());
    const agent = await agentWithAFault(before, stops);
    const opened = await eventually(async () => (await casesOf(before))[0], PATIENT);
    await eventually(() => webhook.received.length > 0, PATIENT);
    const account = await before.api<{ id: string }>('/api/v1/accounts', {
      method: 'POST',
      body: { name: 'Ada', email: 'ada@example.com', role: 'engineer' },
    });
    writeFileSync(at('rows.txt'), 'orders of this year: 41 203');
    const evidence = await recordedDrill(before, at('rows.txt'));
    const own = at('config.yaml');
    writeFileSync(own, stringify(config(stores[0])));

    const made = await watchcase('backup', 'create', '--data', before.data, '--config', own);
    expect(made).toMatchObject({ code: 0 });
    const path = /made (?<path>\S+),/.exec(made.output)?.groups?.['path'] ?? '';
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, 'admin-token')).mode & 0o777).toBe(0o600);

    // What happens after it is lost with the machine; the agent is told that it was taken.
    await readingAfter(before, systemClock.now());
    await before.kill();
    const pagedBefore = webhook.received.length;

    const target = at('restored/data');
    const restoring = ['backup', 'restore', path, '--data', target];
    writeFileSync(at('new.yaml'), stringify(config(stores[1])));
    const startedAt = systemClock.monotonic();
    const restored = await watchcase(...restoring, '--config', at('new.yaml'));
    expect(restored).toMatchObject({ code: 0 });
    expect(restored.output).toContain(`was ${secretFile}`);
    expect(readFileSync(join(target, 'elsewhere/0-hook-secret'), 'utf8')).toBe('a-secret-of-the-hook');
    const after = await startCollector({
      config: config(stores[1]),
      folder: at('restored'),
      startMs: 90_000,
      ports: { http: Number(new URL(before.url).port), mqtt: before.mqttPort },
    });
    stops.push(() => after.stop());
    const tookMs = systemClock.monotonic() - startedAt;
    console.info(`restored and answering after ${Math.round(tookMs)} ms`);

    expect(after.adminToken()).toBe(before.adminToken());
    const now = await caseOf(after, opened.id);
    expect(lastingOf(now)).toEqual(lastingOf(opened));
    expect(now.timeline.slice(0, opened.timeline.length)).toEqual(opened.timeline);
    expect(await after.api('/api/v1/accounts')).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ id: account.id, role: 'engineer' }),
      ]) as unknown,
    });
    expect(await readFrom(after, evidence)).toBe('orders of this year: 41 203');
    await readingAfter(after, systemClock.now());
    expect(agent.output()).not.toContain('CREDENTIAL_REJECTED');
    expect(after.output()).toContain('RESTORED_FROM_BACKUP');
    expect(existsSync(join(target, 'backup.json'))).toBe(false);
    // The fault goes on, as the restored case says already.
    expect((await casesOf(after)).map(({ id }) => id)).toEqual([opened.id]);
    expect(webhook.received.length).toBe(pagedBefore);
  }, 240_000);
}

async function storesOf(kind: 'sqlite' | 'postgres', stops: (() => unknown)[]): Promise<unknown[]> {
  if (kind === 'sqlite') return [{ kind }, { kind }];
  const postgres = await startPostgres();
  stops.push(() => postgres.stop());
  return [
    { kind, url: postgres.url },
    { kind, url: await postgres.newDatabase() },
  ];
}

/** The real agent of a host that is at fault as long as it lives. */
async function agentWithAFault(collector: Collector, stops: (() => unknown)[]): Promise<Agent> {
  const agent = await startAgent({
    url: collector.url,
    token: await collector.newToken({ customer: 'acme' }),
    name: 'db1',
    config: { interval: '1s' },
  });
  stops.push(() => agent.stop());
  return agent;
}

/** Records a restore drill that a file proves; gives where that file is to be had. */
async function recordedDrill(collector: Collector, file: string): Promise<string> {
  const body = { job: 'erp' };
  const { url } = await collector.api<{ url: string }>('/api/v1/hosts/acme.db1/pings', {
    method: 'POST',
    body,
  });
  expect((await fetch(new URL(new URL(url).pathname, collector.url))).status).toBe(200);
  const line = ['record', 'acme.db1', 'erp', '--outcome', 'passed', '--evidence', file];
  const { code, output } = await watchcase('drill', ...line, '--data', collector.data);
  expect([code, output]).toEqual([0, expect.stringContaining('s, 1 file\n')]);
  const job = '/api/v1/backups/jobs/acme.db1/erp';
  const { drills } = await collector.api<BackupJobDetail>(job);
  return `${job}/drills/${drills[0]?.id}/evidence/${drills[0]?.files[0]?.id}`;
}

async function readFrom(collector: Collector, path: string): Promise<string> {
  const headers = { authorization: `Bearer ${collector.adminToken()}` };
  return (await fetch(`${collector.url}${path}`, { headers })).text();
}

async function casesOf(collector: Collector): Promise<CaseDetail[]> {
  const { items } = await collector.api<{ items: { id: number }[] }>('/api/v1/cases');
  return Promise.all(items.map(({ id }) => caseOf(collector, id)));
}

async function caseOf(collector: Collector, id: number): Promise<CaseDetail> {
  return caseDetailSchema.parse(await collector.api(`/api/v1/cases/${id}`));
}

/** Waits until the host was heard after a moment. */
async function readingAfter(collector: Collector, at: number): Promise<void> {
  await eventually(async () => {
    const host = await collector.api<HostDetail>('/api/v1/hosts/acme.db1');
    return host.lastHeard !== null && Date.parse(host.lastHeard) > at;
  }, PATIENT);
}
