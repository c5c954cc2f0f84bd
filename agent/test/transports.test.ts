import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@watchcase/testkit';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith, findProgram, freePort, type Program, startProgram } from '../../test/harness/index.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

describeWith(['mosquitto', 'openssl'], 'enrolment', () => {
  const ports = { plain: 0, tls: 0, ws: 0 };
  let folder: ReturnType<typeof temporaryFolder>;
  let broker: Program;
  let collector: MqttClient;

  beforeAll(async () => {
    folder = temporaryFolder();
    makeAuthority(folder.path);
    for (const name of ['plain', 'tls', 'ws'] as const) ports[name] = await freePort();
    writeFileSync(join(folder.path, 'mosquitto.conf'), configuration());
    broker = await startProgram({
      name: 'mosquitto',
      command: findProgram('mosquitto') ?? '',
      args: ['-c', join(folder.path, 'mosquitto.conf')],
      ready: () =>
        mqtt.connectAsync(`mqtt://127.0.0.1:${ports.plain}`, {}, false).then((one) => one.endAsync()),
    });
    collector = await mqtt.connectAsync(`mqtt://127.0.0.1:${ports.plain}`);
    collector.on('message', (topic) => {
      const answer = {
        ok: true,
        customer: 'acme',
        host: 'db1',
        shard: 7,
        username: 'acme/db1',
        password: 'p',
      };
      collector.publish(topic.replace('/request', '/reply'), JSON.stringify(answer));
    });
    await collector.subscribeAsync('watchcase/v1/enrol/+/request');
  });
  afterAll(async () => {
    await collector.endAsync(true);
    await broker.end('SIGTERM');
    folder[Symbol.dispose]();
  });

  function configuration(): string {
    const at = (name: string) => join(folder.path, name);
    return [
      'allow_anonymous true',
      `listener ${ports.plain} 127.0.0.1`,
      `listener ${ports.tls} 127.0.0.1`,
      `cafile ${at('ca.pem')}`,
      `certfile ${at('server.pem')}`,
      `keyfile ${at('server.key')}`,
      `listener ${ports.ws} 127.0.0.1`,
      'protocol websockets',
      ...(process.getuid?.() === 0 ? ['user root'] : []),
      '',
    ].join('\n');
  }

  async function enrol(url: string, env: Record<string, string> = {}) {
    const state = join(folder.path, `state-${new URL(url).port}-${Object.keys(env).length}`);
    const args = ['enrol', '--url', url, '--token', 'x'.repeat(20), '--state', state];
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...env },
    });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return {
      code,
      err,
      credential: () => JSON.parse(readFileSync(join(state, 'credential.json'), 'utf8')) as unknown,
    };
  }

  it.each(['mqtt', 'ws'] as const)('works over %s', async (scheme) => {
    const url = `${scheme}://127.0.0.1:${scheme === 'ws' ? ports.ws : ports.plain}`;
    const { code, err, credential } = await enrol(url);
    expect([code, err]).toEqual([0, '']);
    expect(credential()).toMatchObject({ username: 'acme/db1', mqttUrl: url });
  });

  it('works over TLS with an authority of the machine, and with no other', async () => {
    const url = `mqtts://localhost:${ports.tls}`;
    const stranger = await enrol(url);
    expect(stranger.code).toBe(1);
    expect(stranger.err).toMatch(/^COLLECTOR_NOT_TRUSTED .*certificate/);
    const { code, err } = await enrol(url, { SSL_CERT_FILE: join(folder.path, 'ca.pem') });
    expect([code, err]).toEqual([0, '']);
  });
});

/** A private authority and a certificate of it for localhost. */
function makeAuthority(folder: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const fresh = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  openssl('req', '-x509', ...fresh, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test authority');
  openssl(
    'req',
    ...fresh.slice(0, 3),
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
    '-subj',
    '/CN=localhost',
  );
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const sign = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'server.csr', ...sign, '-out', 'server.pem');
}
