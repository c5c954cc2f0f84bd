import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { initTls } from '@watchcase/collector/tls/index.ts';
import { systemClock } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import mqtt, { type IClientOptions } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandLine } from '../../agent/test/command-line.ts';
import { type Collector, startCollector } from '../harness/collector.ts';

const folder = temporaryFolder();
const { state, run } = commandLine();
const made = initTls(join(folder.path, 'tls'), { names: ['127.0.0.1'], now: systemClock.now() });
const { certificate, key, authority, authorityKey } = made.files;
/** What the config says and nobody may see. */
const settings = {
  tls: {
    certificateFile: certificate,
    keyFile: key,
    authorityFile: authority,
    authorityKeyFile: authorityKey,
    clientCertificates: 'required',
  },
  history: { remote: { url: 'http://127.0.0.1:9', token: 'hidden-in-history' } },
  access: {
    provider: { issuer: 'http://127.0.0.1:9', clientId: 'watchcase', clientSecret: 'hidden-in-provider' },
  },
  watch: { heartbeat: { url: 'http://127.0.0.1:9/hidden-in-heartbeat' } },
  channels: [
    {
      name: 'hook',
      type: 'webhook',
      options: { url: 'http://127.0.0.1:9/hidden-in-hook', secret: 'hidden-in-hmac' },
    },
    {
      name: 'post',
      type: 'email',
      options: { host: '127.0.0.1', from: 'a@x.example', to: 'b@x.example', password: 'hidden-in-mail' },
    },
  ],
};
const INVITED = { customer: 'acme', site: 'main' };
let collector: Collector;
let password = '';
let token = '';

beforeAll(async () => {
  collector = await startCollector({ config: settings, startMs: 90_000 });
  const at = { method: 'POST' };
  const joined = { token: await collector.newToken(INVITED), name: 'db1' };
  ({ password } = await collector.api<{ password: string }>('/enrol', { ...at, body: joined }));
  const person = { name: 'Ada', email: 'ada@example.com', role: 'admin' };
  await collector.api('/api/v1/accounts', { ...at, body: person });
  ({ token } = await collector.api<{ token: string }>('/api/v1/tokens', { ...at, body: { name: 'script' } }));
  await collector.api('/api/v1/cases', {
    ...at,
    body: { title: 'By hand', customer: 'acme', site: 'main', severity: 'minor', category: 'software' },
  });
}, 120_000);
afterAll(async () => {
  await collector.stop();
  folder[Symbol.dispose]();
});

/** Everything that must not be told, from wherever it is kept. */
function secrets(): string[] {
  const store = new DatabaseSync(join(collector.data, 'watchcase.db'), { readOnly: true });
  const column = (query: string) =>
    store
      .prepare(query)
      .all()
      .map((row) => String(Object.values(row)[0]));
  const kept = [
    ...column('SELECT password_sha256 FROM credentials'),
    ...column('SELECT token_sha256 FROM access'),
    ...column('SELECT token_sha256 FROM enrolments'),
  ];
  store.close();
  const files = ['admin-token', 'link-secret'].map((name) =>
    readFileSync(join(collector.data, name), 'utf8').trim(),
  );
  const keys = [key, authorityKey].map((file) => readFileSync(file, 'utf8').split('\n')[1] ?? '');
  expect([...kept, ...keys].every((one) => one.length > 30)).toBe(true);
  expect(kept.length).toBeGreaterThan(2);
  return ['hidden-in-', ...files, ...keys, ...kept, password, token];
}

it('lets in no host without a certificate where that is required, but for this machine’s own plain connections', async () => {
  expect(
    await run(
      'enrol',
      '--url',
      `mqtts://127.0.0.1:${collector.mqttPort}`,
      '--token',
      await collector.newToken(INVITED),
      '--id',
      'with',
    ),
  ).toMatchObject({ code: 0 });
  const own = JSON.parse(readFileSync(join(state(), 'credential.json'), 'utf8')) as Record<
    'username' | 'password' | 'certificate' | 'key',
    string
  >;
  const { username, password: its } = own;
  const old = { username: 'acme/db1', password };
  const ca = readFileSync(authority, 'utf8');
  expect(await signIn('mqtts', { username, password: its, ca, cert: own.certificate, key: own.key })).toBe(
    'welcome',
  );
  expect(await signIn('mqtts', { username, password: its, ca })).toMatch(/Not authorized|Bad username/i);
  expect(await signIn('mqtts', { ...old, ca })).toMatch(/Not authorized|Bad username/i);
  expect(await signIn('mqtts', { ...old, ca, cert: own.certificate, key: own.key })).toMatch(
    /Not authorized|Bad username/i,
  );
  expect(await signIn('mqtt', old)).toBe('welcome');
}, 120_000);

/** Last: what it asks for is done, too. */
it('nobody reads a secret by the API, not even an administrator', async () => {
  const { paths } = await collector.api<{ paths: Record<string, Record<string, unknown>> }>('/openapi.json');
  const hidden = secrets();
  const told: string[] = [];
  const seen = new Map<number, number>();
  const ask = async (method: string, path: string) => {
    const { status, text } = await answerTo(method, path);
    seen.set(status, (seen.get(status) ?? 0) + 1);
    for (const secret of hidden)
      if (text.includes(secret)) told.push(`${method} ${path} tells ${secret.slice(0, 12)}…`);
  };
  const ids = await someIds(Object.keys(paths));
  const others = ['/', '/metrics', '/readyz', '/healthz', '/openapi.json', '/join.sh', '/nowhere'];
  for (const path of [...others, ...Object.keys(paths).filter((one) => 'get' in (paths[one] ?? {}))])
    await ask('GET', filled(path, ids));
  // Refusals say what was wrong, and nothing else.
  for (const [path, methods] of Object.entries(paths))
    for (const method of ['post', 'put', 'patch'].filter((one) => one in methods))
      await ask(method.toUpperCase(), filled(path, ids));
  expect(told).toEqual([]);
  expect(seen.get(200)).toBeGreaterThan(40);
}, 180_000);

async function signIn(protocol: string, options: IClientOptions): Promise<string> {
  const client = mqtt.connect(`${protocol}://127.0.0.1:${collector.mqttPort}`, {
    ...options,
    reconnectPeriod: 0,
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  client.once('connect', () => resolve('welcome'));
  client.once('error', ({ message }) => resolve(message));
  return promise.finally(() => client.end(true));
}

/** The beginning is enough of an answer that never ends. */
async function answerTo(method: string, path: string): Promise<{ status: number; text: string }> {
  const ending = new AbortController();
  const headers = { authorization: `Bearer ${collector.adminToken()}`, 'content-type': 'application/json' };
  const body = method === 'GET' ? {} : { body: '{}' };
  const answer = await fetch(`${collector.url}${path}`, {
    method,
    headers,
    signal: ending.signal,
    redirect: 'manual',
    ...body,
  });
  const isEndless = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const text = isEndless ? '' : await answer.text();
  ending.abort();
  return { status: answer.status, text };
}

/** By the address of each list, the id of something in it. */
async function someIds(paths: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const lists = paths.filter(
    (path) => !path.includes('{') && paths.some((other) => other.startsWith(`${path}/{`)),
  );
  for (const path of lists) {
    const { text } = await answerTo('GET', path);
    const first = /"(?:id|kind)":\s*"?(?<id>[\w.-]+)/.exec(text)?.groups?.['id'];
    if (first !== undefined) found.set(path, first);
  }
  return found;
}

function filled(path: string, ids: ReadonlyMap<string, string>): string {
  const list = path.slice(0, path.indexOf('/{'));
  return path.replace(/\{[^}]+\}/, ids.get(list) ?? 'nothing').replaceAll(/\{[^}]+\}/g, 'nothing');
}
