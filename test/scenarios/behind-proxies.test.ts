import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { createCertificateAuthority, eventually, programPath, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { documentText, fencedBlocks } from '../docs/fenced-blocks.ts';
import { freePort } from '../harness/free-port.ts';
import {
  type Collector,
  describeWith,
  type Program,
  startCollector,
  startProgram,
} from '../harness/index.ts';
import { enrol } from './house.ts';
import { playedLayout } from './played-hosts.ts';
import { startRawAgent } from './raw-agent.ts';

const NAME = 'watchcase.example.com';
const blocks = fencedBlocks(documentText('docs/deploy-tls.md'));
const documented = (language: string, name = '') =>
  blocks.find((one) => one.language === language && one.name === name)?.text ??
  'nothing of this is documented';

const folder = temporaryFolder();
const at = (path: string) => join(folder.path, path);
let authority: string;
let collector: Collector;
const proxies: Record<'nginx' | 'caddy', { program?: Program; port: number }> = {
  nginx: { port: 0 },
  caddy: { port: 0 },
};

/** As the page shows it, but for ports and files. */
function nginxConfig(port: number, upstream: string): string {
  mkdirSync(at('nginx'));
  const server = documented('nginx')
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('/etc/nginx/fullchain.pem', at('server.crt'))
    .replace('/etc/nginx/privkey.pem', at('server.key'))
    .replace('127.0.0.1:8080', upstream);
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `${what}_temp_path ${at('nginx')}/${what};`,
  );
  return `daemon off; pid ${at('nginx.pid')}; error_log stderr; events {}\nhttp { access_log off; ${kept.join(' ')}\n${server}\n}\n`;
}

function caddyConfig(port: number, upstream: string): string {
  const site = documented('caddy')
    .replace(NAME, `https://${NAME}:${port}`)
    .replace('127.0.0.1:8080', upstream)
    .replace('{', `{\n  bind 127.0.0.1\n  tls ${at('server.crt')} ${at('server.key')}`);
  return `{\n  admin off\n  auto_https disable_redirects\n  storage file_system ${at('caddy')}\n}\n${site}`;
}

beforeAll(async () => {
  const made = createCertificateAuthority(folder.path);
  const now = systemClock.now();
  const { cert, key } = made.issue({ names: [`DNS:${NAME}`], from: now - 86_400_000, to: now + 86_400_000 });
  authority = made.cert;
  writeFileSync(at('server.crt'), cert);
  writeFileSync(at('server.key'), key);
  collector = await startCollector({
    config: parse(documented('yaml', 'behind-a-proxy')) as Record<string, unknown>,
  });
  const upstream = new URL(collector.url).host;
  for (const name of ['nginx', 'caddy'] as const) {
    const port = await freePort();
    const [file, config] = [at(`${name}.conf`), name === 'nginx' ? nginxConfig : caddyConfig];
    writeFileSync(file, config(port, upstream));
    const args =
      name === 'nginx'
        ? ['-c', file, '-p', folder.path]
        : ['run', '--adapter', 'caddyfile', '--config', file];
    proxies[name].port = port;
    proxies[name].program = await startProgram({
      name,
      command: programPath(name),
      args,
      env: { HOME: folder.path, PATH: process.env['PATH'] ?? '' },
      lastSignal: 'SIGTERM',
      ready: async () => (await ask(port, '/healthz')).statusCode !== undefined,
    });
  }
}, 120_000);
afterAll(async () => {
  for (const { program } of Object.values(proxies)) await program?.end('SIGTERM');
  await collector?.stop();
  folder[Symbol.dispose]();
});

/** As a browser somewhere else: by the name of the certificate, which must be good. */
function ask(
  port: number,
  path: string,
  { method = 'GET', body, token }: { method?: string; body?: object; token?: string } = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking = secureRequest(
      { host: '127.0.0.1', port, path, method, ca: authority, servername: NAME, agent: false },
      resolve,
    );
    asking.setHeader('host', NAME);
    asking.setHeader('x-watchcase', 'console');
    if (token !== undefined) asking.setHeader('authorization', `Bearer ${token}`);
    if (body !== undefined) asking.setHeader('content-type', 'application/json');
    asking.once('error', reject);
    asking.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
  return text;
}

describeWith(
  ['nginx', 'caddy', 'openssl'],
  'behind a proxy that is set up as docs/deploy-tls.md shows',
  () => {
    describe.each(['nginx', 'caddy'] as const)('%s', (name) => {
      const through = (path: string, more: Parameters<typeof ask>[2] = {}) =>
        ask(proxies[name].port, path, more);

      it('console and API are there, and a session is for encrypted connections only', async () => {
        expect(await textOf(await through('/'))).toContain('<script');
        const token = collector.adminToken();
        expect(JSON.parse(await textOf(await through('/api/v1/hosts?limit=1', { token })))).toHaveProperty(
          'items',
        );
        const login = await through('/api/v1/login', { method: 'POST', body: { token } });
        expect([login.statusCode, login.headers['set-cookie']?.[0]]).toEqual([
          200,
          expect.stringMatching(/; Secure/) as string,
        ]);
      });

      it('live changes come as they happen', async () => {
        const { credential, mqttUrl } = await enrol(collector, `db-${name}`, 'acme');
        const stream = await through('/api/v1/live', { token: collector.adminToken() });
        let heard = '';
        stream.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
        const agent = startRawAgent(credential, mqttUrl, playedLayout);
        try {
          await eventually(() => heard.includes(`acme.db-${name}`), { timeoutMs: 8000 });
        } finally {
          stream.destroy();
          await agent.stop();
        }
      });
    });
  },
);
