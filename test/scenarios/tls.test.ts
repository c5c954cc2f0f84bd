import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import type { Credential } from '@watchcase/agent/uplink/credential.ts';
import { runCommand } from '@watchcase/collector/commands/index.ts';
import { initTls, type MadeTls, renewTls } from '@watchcase/collector/tls/index.ts';
import { LIMITS, tokenParts } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import mqtt, { type IClientOptions } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from '../../agent/test/command-line.ts';
import { type Collector, describeWith, startCollector } from '../harness/index.ts';

const PATIENT = { timeoutMs: 60_000 };
const names = ['localhost', '127.0.0.1'];
const folder = temporaryFolder();
const { state, launch, run } = commandLine();
const agents: ReturnType<typeof launch>[] = [];
let made: MadeTls;
let collector: Collector;
beforeAll(async () => {
  const own = join(folder.path, 'own');
  made = initTls(own, { names, now: systemClock.now() });
  const { certificate, key, authority, authorityKey } = made.files;
  const tls = {
    certificateFile: certificate,
    keyFile: key,
    authorityFile: authority,
    authorityKeyFile: authorityKey,
    clientCertificates: 'issued',
  };
  collector = await startCollector({ config: { tls }, startMs: 90_000 });
}, 120_000);
afterAll(async () => {
  await collector.stop();
  folder[Symbol.dispose]();
});
afterEach(async () => {
  for (const { child } of agents.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  }
});

const port = () => Number(new URL(collector.url).port);
const doors = () => ({
  https: `https://127.0.0.1:${port()}`,
  mqtts: `mqtts://127.0.0.1:${collector.mqttPort}`,
});
const enrol = (url: string, token: string, ...more: string[]) =>
  run('enrol', '--url', url, '--token', token, ...more);
const credential = () => JSON.parse(readFileSync(join(state(), 'credential.json'), 'utf8')) as Credential;
/** How the broker answers whoever signs in with this. */
async function answerTo({ username, password, authority, ...own }: Credential): Promise<string> {
  const shown = own.certificate === undefined ? {} : { cert: own.certificate, key: own.key };
  const options = { username, password, ca: authority, ...shown, reconnectPeriod: 0 };
  const client = mqtt.connect(doors().mqtts, options as IClientOptions);
  const { promise, resolve } = Promise.withResolvers<string>();
  client.once('connect', () => resolve('welcome'));
  client.once('error', ({ message }) => resolve(message));
  return promise.finally(() => client.end(true));
}
/** What `watchcase host rotate` prints for the host, of which the token is taken. */
async function tokenOfRotate(host: string): Promise<string> {
  let said = '';
  const print = (text: string) => void (said += text);
  const needs = { version: '1', env: {}, print, isTerminal: false, ended: Promise.resolve('') };
  expect(await runCommand(['host', 'rotate', host, '--data', collector.data], needs)).toBe(0);
  expect(said).toContain(`--force\n(on ${host}`);
  return /--token (?<token>\S+)/.exec(said)?.groups?.['token'] ?? '';
}
function start() {
  const agent = launch(['run', '--state', state()]);
  agents.push(agent);
  return agent;
}

describe('an agent with a token of a collector that has its own authority', { timeout: 120_000 }, () => {
  it.each(['https', 'mqtts'] as const)(
    'joins over %s and trusts that authority from then on',
    async (door) => {
      const token = await collector.newToken();
      expect(tokenParts(token).pin).toBe(made.pin);
      const id = `by-${door}`;
      expect(await enrol(doors()[door], token, '--id', id)).toMatchObject({ code: 0, err: '' });
      expect(credential()).toMatchObject({
        mqttUrl: doors().mqtts,
        authority: readFileSync(made.files.authority, 'utf8'),
      });
      expect(await answerTo(credential())).toBe('welcome');
      const again = await enrol(doors()[door], token, '--force');
      expect(again.err).toContain('ENROLMENT_TOKEN_USED');
      await eventually(() =>
        expect(collector.output()).toMatch(/ENROLMENT_TOKEN_USED.*a host was not let in/),
      );
    },
  );

  it('comes in by its own certificate and its own password together', async () => {
    const join = async (id: string) => {
      expect(await enrol(doors().mqtts, await collector.newToken(), '--id', id, '--force')).toMatchObject({
        code: 0,
      });
      return credential();
    };
    const [one, other] = [await join('one'), await join('other')];
    expect(await answerTo(one)).toBe('welcome');
    const { certificate: _certificate, key: _key, ...password } = one;
    expect(await answerTo(password)).toMatch(/Bad username|Not authorized/i);
    const { certificate, key } = other;
    expect(await answerTo({ ...one, certificate, key })).toMatch(/Bad username|Not authorized/i);
  });

  it('reports over TLS, over a renewal and another credential too, and is told why when that was revoked', async () => {
    expect(await enrol(doors().mqtts, await collector.newToken(), '--id', 'reporter')).toMatchObject({
      code: 0,
    });
    renewTls(join(folder.path, 'own'), { names: [], now: systemClock.now() });
    await eventually(() => expect(collector.output()).toContain('another certificate is in use'), PATIENT);
    const agent = start();
    const host = () =>
      collector.api<{ presence: string; series: { key: string }[] }>('/api/v1/hosts/default.reporter');
    await eventually(async () => (await host()).presence === 'online', PATIENT);
    const old = credential();
    const report = async (job: string) =>
      expect(await run('backup', 'report', '--job', job, '--size', '1')).toMatchObject({ code: 0, err: '' });
    await report('before');
    const token = await tokenOfRotate('default.reporter');
    // The command alone changes nothing: the host has to come for what it is given.
    expect(await answerTo(old)).toBe('welcome');
    expect(await enrol(doors().mqtts, token, '--force')).toMatchObject({ code: 0 });
    expect(await answerTo(old)).toMatch(/Bad username|Not authorized/i);
    await report('meanwhile');
    expect(credential()).toMatchObject({ username: old.username });
    expect(credential().password).not.toBe(old.password);
    // Its open connection has ended, and the new credential is found on disk.
    await eventually(() => expect(agent.text.err.match(/"connected"/g)).toHaveLength(2), PATIENT);
    expect(agent.text.err).toContain('this host was given another credential');
    expect(collector.output()).toContain('CREDENTIAL_REFUSED');
    await report('after');
    await eventually(async () => {
      const told = (await host()).series.map(({ key }) => key);
      for (const job of ['before', 'meanwhile', 'after'])
        expect(told).toContain(`backup_run.ok{job="${job}"}`);
      const { outbox } = JSON.parse((await run('status', '--json')).out) as {
        outbox: Record<string, number>;
      };
      expect(outbox).toMatchObject({ droppedReadings: 0, droppedEvents: 0, backlogEpochs: 0 });
      expect(outbox['messages']).toBeLessThanOrEqual(LIMITS.answerReadings);
      return true;
    }, PATIENT);

    const rejections = () => agent.text.err.split('CREDENTIAL_REJECTED').length - 1;
    const before = rejections();
    await collector.api('/api/v1/hosts/default.reporter/revoke', { method: 'POST', body: {} });
    await eventually(() => expect(rejections()).toBeGreaterThan(before), PATIENT);
    expect(collector.output()).toContain('CREDENTIAL_REFUSED');
  });

  it('is understood when it is older and shows the token whole, or is of this machine and does without TLS', async () => {
    const token = await collector.newToken();
    const body = { token, name: 'older' };
    expect(await collector.api('/enrol', { method: 'POST', body })).toMatchObject({
      ok: true,
      mqttUrl: `mqtt://127.0.0.1:${collector.mqttPort}`,
    });
    expect(await enrol(collector.url, await collector.newToken(), '--id', 'here')).toMatchObject({ code: 0 });
  });
});

describe('whoever stands in between', { timeout: 120_000 }, () => {
  let server: Server;
  /** What it has been told. */
  let heard: string;
  let broken: number;

  async function listen(chain: string, key: string): Promise<number> {
    heard = '';
    broken = 0;
    server = createServer({ cert: chain, key }, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
    });
    server.on('tlsClientError', () => broken++);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }
  const text = (file: string) => readFileSync(file, 'utf8');
  let other: MadeTls;
  beforeEach(() => {
    other = initTls(join(temporary(), 'other'), { names, now: systemClock.now() });
  });
  afterEach(() => server.close());
  const temporary = () => {
    mkdirSync(state(), { recursive: true });
    return state();
  };

  it.each([
    ['with a certificate of another authority', () => text(other.files.certificate)],
    [
      'with a certificate of its own and the authority’s beside it',
      () => `${text(other.files.certificate)}${text(made.files.authority)}`,
    ],
  ])('%s is not shown the token', async (_how, chain) => {
    const at = await listen(chain(), text(other.files.key));
    const token = await collector.newToken();
    for (const url of [`https://127.0.0.1:${at}`, `mqtts://127.0.0.1:${at}`]) {
      const { code, err } = await enrol(url, token);
      expect([code, err.split(' ')[0]]).toEqual([1, 'COLLECTOR_NOT_TRUSTED']);
      expect(err).toContain('the token was not shown to it');
    }
    expect(heard).toBe('');
    expect(await enrol(doors().https, token, '--id', `safe-${at}`)).toMatchObject({ code: 0 });
  });

  it('is not shown the token without TLS either', async () => {
    await listen(text(other.files.certificate), text(other.files.key));
    const { err } = await enrol('http://collector.invalid', await collector.newToken());
    expect(err).toMatch(/COLLECTOR_NOT_TRUSTED .*use https:\/\/ or mqtts:\/\//);
  });

  it('is not shown a running agent’s password, and the agent says whom it met', async () => {
    const at = await listen(text(other.files.certificate), text(other.files.key));
    expect(await enrol(doors().mqtts, await collector.newToken(), '--id', 'careful')).toMatchObject({
      code: 0,
    });
    const mqttUrl = `mqtts://127.0.0.1:${at}`;
    writeFileSync(join(state(), 'credential.json'), JSON.stringify({ ...credential(), mqttUrl }));
    const agent = start();
    await eventually(() => expect(agent.text.err).toContain('COLLECTOR_NOT_TRUSTED'), PATIENT);
    await eventually(async () => expect((await run('status')).out).toMatch(/certificate/), PATIENT);
    await eventually(() => broken > 0);
    expect(heard).toBe('');
  });
});

describeWith('curl', 'the script with which a host joins', () => {
  const shell = (command: string) => {
    const env = { PATH: '/usr/bin:/bin', HOME: folder.path };
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], { env, cwd: folder.path });
    return { status, text: `${stdout.toString()}${stderr.toString()}` };
  };
  const made256 = () => {
    const key = `openssl x509 -in ${made.files.certificate} -noout -pubkey | openssl pkey -pubin -outform der`;
    return shell(`${key} | openssl dgst -sha256 -binary | openssl base64`).text.trim();
  };

  it('comes from whoever has the key that the command pins, and brings the authority for the rest', () => {
    const pinned = (pin: string) => `curl -fsSk --pinnedpubkey 'sha256//${pin}' ${doors().https}/join.sh`;
    expect(shell(pinned(Buffer.alloc(32).toString('base64')))).toMatchObject({ status: 90 });
    const fetching = `sed 's/^main .*/fetch "$url\\/healthz" healthz; cat healthz/'`;
    expect(shell(`${pinned(made256())} | ${fetching} | sh`)).toEqual({ status: 0, text: '{"ok":true}' });
    const wget = shell('command -v wget').status === 0;
    const without = `sed 's/command -v curl/false/'`;
    if (wget)
      expect(shell(`${pinned(made256())} | ${fetching} | ${without} | sh`)).toEqual({
        status: 0,
        text: '{"ok":true}',
      });
    const elsewhere = `sed 's/-----BEGIN CERTIFICATE-----/no certificate/'`;
    shell('rm healthz');
    expect(shell(`${pinned(made256())} | ${fetching} | ${elsewhere} | sh`).text).not.toContain('{"ok":true}');
  });
});
