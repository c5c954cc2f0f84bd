import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { get as getTls } from 'node:https';
import { type AddressInfo, connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { createLog, systemClock } from '@watchcase/runtime';
import { eventually, ManualClock, temporaryFolder } from '@watchcase/testkit';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../http/listen.ts';
import { decideClientKey } from './decide-client-key.ts';
import { decideExpiry } from './decide-expiry.ts';
import { decideFirstByte } from './decide-first-byte.ts';
import { decidePace } from './decide-pace.ts';
import { createGuard, type Refused } from './guard.ts';
import { openTls, type Tls, tlsFaults } from './index.ts';
import { initTls } from './own-authority.ts';
import { readIdentity } from './read-identity.ts';

const DAY_MS = 86_400_000;
const names = ['localhost', '127.0.0.1'];

let folder: ReturnType<typeof temporaryFolder>;
let clock: ManualClock;
let logged: string[];
let refused: string[];
let tls: Tls | undefined;
beforeEach(() => {
  folder = temporaryFolder();
  clock = new ManualClock(systemClock.now());
  logged = [];
  refused = [];
});
afterEach(() => {
  tls?.stop();
  tls = undefined;
  folder[Symbol.dispose]();
});

const at = (name: string) => join(folder.path, name);
const files = () => ({
  certificateFile: at('own/server.crt'),
  keyFile: at('own/server.key'),
  authorityFile: at('own/ca.crt'),
});
function open(more: object = {}): Tls {
  const settings = {
    ...({ minVersion: '1.2', http: true, broker: true, plain: 'here', clientCertificates: 'none' } as const),
  };
  tls = openTls({
    config: { tls: { ...files(), ...settings, ...more }, broker: { kind: 'embedded' } },
    refused: (door, why) => void refused.push(`${door} ${why}`),
    clock,
    log: createLog('test', 'info', { write: (line: string) => void logged.push(line) }),
  });
  return tls;
}
const codes = () =>
  logged.map((line) => (JSON.parse(line) as { code?: string }).code).filter((code) => code !== undefined);

describe('who is let in', () => {
  it.each([
    [0x16, false, 'here', 'tls'],
    [0x10, true, 'here', 'plain'],
    [0x47, false, 'anywhere', 'plain'],
    [0x10, false, 'here', 'refused'],
    [0x80, false, 'here', 'refused'],
  ] as const)('%d, from here %s, plain from %s: %s', (byte, isHere, plain, take) => {
    expect(decideFirstByte(byte, { isHere, plain }).take).toBe(take);
  });
});

it.each([
  ['none', 'pin', undefined, true],
  ['issued', null, undefined, true],
  ['issued', 'pin', { tls: true, key: 'pin' }, true],
  ['issued', 'pin', { tls: true, key: 'other' }, false],
  ['issued', 'pin', { tls: true, key: undefined }, false],
  ['issued', 'pin', { tls: false, key: undefined }, false],
  ['required', null, { tls: true, key: undefined }, false],
  ['required', null, { tls: true, key: 'pin' }, false],
  ['required', null, { tls: false, key: undefined }, true],
  ['required', null, undefined, false],
  ['required', 'pin', { tls: true, key: 'pin' }, true],
] as const)('certificates of hosts: %s, given %s, shown %o: welcome %s', (mode, expected, shown, welcome) => {
  expect(decideClientKey(mode, expected, shown).welcome).toBe(welcome);
});

it('certificates of hosts need an authority of one’s own, and no way around them', () => {
  const config = { ...files(), minVersion: '1.2', http: true, broker: true } as const;
  const faults = (more: object) =>
    tlsFaults({ ...config, plain: 'here', clientCertificates: 'required', ...more }).length;
  expect(faults({})).toBe(1);
  expect(faults({ authorityKeyFile: at('own/ca.key') })).toBe(0);
  expect(faults({ authorityKeyFile: at('own/ca.key'), plain: 'anywhere' })).toBe(1);
});

it.each([
  [22 * DAY_MS, 'good', undefined],
  [20.5 * DAY_MS, 'soon', 'the TLS certificate ends on 2026-12-21, in 20 days: renew it'],
  [0, 'expired', 'the TLS certificate ended on 2026-12-01: nobody who checks it connects'],
])('a certificate with %d ms left is %s', (leftMs, state, warning) => {
  const now = Date.UTC(2026, 11, 1);
  expect(decideExpiry(now + leftMs, now)).toEqual({ state, warning });
});

describe('console and API', () => {
  let app: FastifyInstance;
  let url: string;
  beforeEach(async () => {
    initTls(at('own'), { names, now: clock.now() });
    app = fastify({ forceCloseConnections: true });
    app.get('/', (request) => `${request.protocol} ${request.ip}`);
    url = await listen(app, { host: '127.0.0.1', port: 0 }, open().http);
  });
  afterEach(() => app.close());

  const body = async (response: AsyncIterable<unknown>) => (await Array.fromAsync(response)).join('');
  async function ask(ca: string): Promise<string> {
    const [response] = (await once(
      getTls(url.replace('http:', 'https:'), { ca, agent: false }),
      'response',
    )) as [AsyncIterable<unknown>];
    return body(response);
  }

  it('speak TLS, and with this machine plain HTTP too, on one port', async () => {
    expect(await ask(tls?.trust()?.certificate ?? '')).toBe('https 127.0.0.1');
    const [plain] = (await once(get(url, { agent: false }), 'response')) as [AsyncIterable<unknown>];
    expect(await body(plain)).toBe('http 127.0.0.1');
  });

  it('take TLS 1.2 and up, with ciphers that keep what was said secret later on', async () => {
    const ca = tls?.trust()?.certificate ?? '';
    const port = Number(new URL(url).port);
    const shake = async (options: object) => {
      const socket = connect({ host: '127.0.0.1', port, ca, ...options });
      const { promise, resolve } = Promise.withResolvers<string | null>();
      socket.once('error', () => resolve('refused'));
      socket.once('secureConnect', () => resolve(socket.getProtocol()));
      return promise.finally(() => socket.destroy());
    };
    expect(await shake({})).toBe('TLSv1.3');
    expect(await shake({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' };
    expect(await shake({ ...old, maxVersion: 'TLSv1.1' })).toBe('refused');
    expect(await shake({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' })).toBe('refused');
    expect(refused).toContain('http handshake');
  });

  it('are not trusted under another authority, which is told here', async () => {
    initTls(at('other'), { names, now: clock.now() });
    const other = readIdentity({
      ...files(),
      authorityFile: undefined,
      certificateFile: at('other/ca.crt'),
      keyFile: at('other/ca.key'),
    });
    await expect(ask(other.chain)).rejects.toThrow(/self-signed certificate|unable to verify/);
    await eventually(() => refused.includes('http wordless'));
    expect(codes()).toEqual(['TLS_NOT_TRUSTED']);
  });

  it('show a new certificate without ending what is open; a broken one is refused and the old one goes on', async () => {
    const ca = tls?.trust()?.certificate ?? '';
    const held = connect({ host: '127.0.0.1', port: Number(new URL(url).port), ca });
    await once(held, 'secureConnect');

    writeFileSync(at('own/server.crt'), 'rubbish');
    await clock.advance(5000);
    expect(codes()).toEqual([]);
    await clock.advance(5000);
    expect(codes()).toEqual(['TLS_PAIR_REFUSED']);
    expect(logged.at(-1)).toContain('TLS_FILE_UNREADABLE');
    expect(await ask(ca)).toContain('https');

    initTls(at('other'), { names, now: clock.now() });
    for (const name of ['ca.crt', 'server.crt', 'server.key'])
      copyFileSync(at(`other/${name}`), at(`own/${name}`));
    await clock.advance(5000);
    await expect(ask(ca)).rejects.toThrow(/unable to|self-signed|signature/);
    expect(await ask(tls?.trust()?.certificate ?? '')).toContain('https');
    held.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    const [answer] = (await once(held, 'data')) as [Buffer];
    expect(answer.toString()).toContain('200 OK');
    held.destroy();
  });
});

describe('a pair that cannot be used', () => {
  beforeEach(() => {
    initTls(at('own'), { names, now: clock.now() });
    initTls(at('other'), { names, now: clock.now() });
  });

  it.each([
    ['TLS_FILE_UNREADABLE', 'certificateFile', 'nowhere/server.crt'],
    ['TLS_KEY_MISMATCH', 'keyFile', 'other/server.key'],
    ['TLS_AUTHORITY_MISMATCH', 'authorityFile', 'other/ca.crt'],
    ['TLS_KEY_MISMATCH', 'authorityKeyFile', 'other/ca.key'],
    ['TLS_FILE_UNREADABLE', 'authorityKeyFile', 'nowhere/ca.key'],
  ])('is refused at the start: %s', (code, name, path) => {
    expect(() =>
      open({ clientCertificates: 'issued', authorityKeyFile: at('own/ca.key'), [name]: at(path) }),
    ).toThrow(new RegExp(code));
  });

  it('is refused when it has ended, and the one in use is told when it ends soon', async () => {
    open();
    expect(tls?.warnings()).toEqual([]);
    expect(tls?.expiresAt()).toBeGreaterThan(clock.now() + 799 * DAY_MS);
    initTls(at('old'), { names, now: clock.now() - 900 * DAY_MS });
    for (const name of ['ca.crt', 'server.crt', 'server.key'])
      copyFileSync(at(`old/${name}`), at(`own/${name}`));
    await clock.advance(10_000);
    expect(codes()).toEqual(['TLS_PAIR_REFUSED']);
    expect(logged.at(-1)).toContain('TLS_CERTIFICATE_NOT_VALID');

    initTls(at('late'), { names, now: clock.now() - 785 * DAY_MS });
    for (const name of ['ca.crt', 'server.crt', 'server.key'])
      copyFileSync(at(`late/${name}`), at(`own/${name}`));
    await clock.advance(5000);
    expect(tls?.warnings()[0]).toContain('renew it');
    await clock.advance(DAY_MS);
    expect(codes()).toContain('TLS_CERTIFICATE_EXPIRES');
  });
});

describe('a guard', () => {
  let server: Server;
  let seen: Refused[];
  beforeEach(async () => {
    initTls(at('own'), { names, now: clock.now() });
    const { chain, key } = readIdentity(files());
    seen = [];
    const guard = createGuard({
      identity: { cert: chain, key },
      minVersion: '1.3',
      plain: 'here',
      protocols: ['mqtt'],
      answer: Buffer.from([0x20, 2, 0, 5]),
      refused: (why) => void seen.push(why),
      // All of a test comes from this machine.
      clientAuthority: undefined,
      isHere: () => false,
      pace: decidePace(),
      mostSilent: 100,
      clock,
    });
    server = createServer((socket) => guard.receive(socket, echo));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => server.close());
  const port = () => (server.address() as AddressInfo).port;
  function echo(socket: Socket): void {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => socket.write(chunk));
  }

  it('answers whoever does without TLS from elsewhere, and lets them no further', async () => {
    const socket = connectTcp(port(), '127.0.0.1');
    socket.write(Buffer.from([0x10, 0x0c]));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect([...answer]).toEqual([0x20, 2, 0, 5]);
    await once(socket, 'close');
    expect(seen).toEqual(['plain']);
  });

  it('lets nothing through that is no handshake, and whole messages of those that are', async () => {
    const bad = connectTcp(port(), '127.0.0.1');
    bad.on('error', () => undefined);
    bad.write(Buffer.from('\x16 is no handshake'));
    await once(bad, 'close');
    expect(seen).toEqual(['handshake']);
    const ca = readIdentity(files()).authority?.toString() ?? '';
    const good: TLSSocket = connect({ host: '127.0.0.1', port: port(), ca });
    const sent = Buffer.alloc(300_000, 7);
    good.write(sent);
    let count = 0;
    for await (const chunk of good as AsyncIterable<Buffer>)
      if ((count += chunk.length) >= sent.length) break;
    expect(count).toBe(sent.length);
  });
});
