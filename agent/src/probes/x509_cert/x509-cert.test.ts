import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createPlainServer } from 'node:net';
import { join } from 'node:path';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createLog, systemClock } from '@watchcase/runtime';
import {
  createCertificateAuthority,
  describeWith,
  type IssuedCertificate,
  temporaryFolder,
} from '@watchcase/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import probe from './index.ts';
import { options as schema } from './options.ts';

describeWith('openssl', 'certificates', () => {
  const DAY = 86_400_000;
  /** Handshakes are judged by the machine's clock; whole seconds, as certificates have them. */
  const now = Math.floor(systemClock.now() / 1000) * 1000;
  const host = createHost({ clock: systemClock, log: createLog('test', 'error') });
  const folder = temporaryFolder();
  const authority = createCertificateAuthority(folder.path);
  const builtIn = getCACertificates('default');
  const open: Server[] = [];

  beforeAll(() => setDefaultCACertificates([...builtIn, authority.cert]));
  afterAll(() => {
    setDefaultCACertificates(builtIn);
    folder[Symbol.dispose]();
  });
  afterEach(() => {
    for (const server of open.splice(0)) server.close();
  });

  async function listen(server: Server): Promise<number> {
    open.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  function serve({ cert, key }: IssuedCertificate): Promise<number> {
    return listen(createServer({ cert, key }, (socket) => socket.on('error', () => undefined).end()));
  }

  function start(sources: string[], more: Record<string, unknown> = {}) {
    const collect = probe.start(schema.parse({ sources, ...more }), host);
    return async (at: number) => {
      const samples = await collect(at);
      return samples.map(({ measurement, tags, fields }) => ({
        series: `${measurement} ${JSON.stringify(tags)}`,
        ...Object.fromEntries(fields.map(([name, , value]) => [name, value])),
      }));
    };
  }

  const here = ['DNS:localhost', 'IP:127.0.0.1'];
  const cases = [
    { name: 'good', names: here, from: -10, to: 20, trusted: true },
    { name: 'about to expire', names: here, from: -80, to: 2, trusted: true },
    { name: 'expired', names: here, from: -90, to: -1, trusted: false },
    { name: 'not valid yet', names: here, from: 1, to: 90, trusted: false },
    { name: 'for another name', names: ['DNS:erp.example'], from: -10, to: 20, trusted: false },
  ];

  it.each(cases)('a certificate that is $name', async ({ names, from, to, trusted }) => {
    const port = await serve(authority.issue({ names, from: now + from * DAY, to: now + to * DAY }));
    for (const source of [`https://localhost:${port}`, `127.0.0.1:${port}`]) {
      expect(await start([source])(now)).toEqual([
        {
          series: `x509_cert ${JSON.stringify({ source })}`,
          expiry: (to * DAY) / 1000,
          age: (-from * DAY) / 1000,
          startdate: (now + from * DAY) / 1000,
          enddate: (now + to * DAY) / 1000,
          verification_code: trusted ? 0 : 1,
          readable: 1,
        },
      ]);
    }
  });

  it('a certificate of an unknown issuer', async () => {
    const other = temporaryFolder();
    const stranger = createCertificateAuthority(other.path);
    const port = await serve(stranger.issue({ names: here, from: now - DAY, to: now + DAY }));
    other[Symbol.dispose]();
    expect(await start([`tls://localhost:${port}`])(now)).toMatchObject([
      { expiry: 86_400, verification_code: 1 },
    ]);
  });

  it('a certificate in a file, and nobody asked whether it is trusted', async () => {
    const path = join(folder.path, 'erp.pem');
    const { cert } = authority.issue({ names: here, from: now - DAY, to: now + 3 * DAY });
    writeFileSync(path, cert + authority.cert);
    expect(await start([path])(now)).toMatchObject([
      { expiry: 3 * 86_400, age: 86_400, verification_code: null },
    ]);
  });

  it('keeps its series when the certificate is renewed, counts down between two looks', async () => {
    const path = join(folder.path, 'renewed.pem');
    const write = (days: number) =>
      writeFileSync(path, authority.issue({ names: here, from: now - DAY, to: now + days * DAY }).cert);
    write(1);
    const collect = start([path], { refresh: '5m' });
    const [first] = await collect(now);
    write(90);
    const [second] = await collect(now + 299_000);
    const [third] = await collect(now + 300_000);
    expect([first, second, third]).toMatchObject([
      { expiry: 86_400 },
      { expiry: 86_101 },
      { expiry: 90 * 86_400 - 300 },
    ]);
    expect([first?.series, second?.series]).toEqual([third?.series, third?.series]);
  });

  it('one that cannot be read is null beside one that can', async () => {
    const good = await serve(authority.issue({ names: here, from: now - DAY, to: now + DAY }));
    const results = await start([`tls://127.0.0.1:1`, `tls://localhost:${good}`])(now);
    expect(results).toMatchObject([
      { expiry: null, age: null, startdate: null, enddate: null, verification_code: null, readable: 0 },
      { expiry: 86_400, readable: 1 },
    ]);
  });

  it('says why when none can be read: a silent server, one without TLS, nobody, a broken file', async () => {
    const silent = await listen(createPlainServer((peer) => peer.on('error', () => undefined)));
    const plain = await listen(
      createPlainServer((peer) => peer.on('error', () => undefined).end('220 mail.example ESMTP\r\n')),
    );
    const path = join(folder.path, 'broken.pem');
    writeFileSync(path, 'nothing');
    const sources = [`tls://127.0.0.1:${silent}`, `tls://127.0.0.1:${plain}`, 'tls://127.0.0.1:1', path];
    const reasons: string[] = [];
    const collect = probe.start(schema.parse({ sources, timeout: '200ms' }), host);
    const samples = await collect(now, (reason) => reasons.push(reason));
    expect(samples.flatMap(({ fields }) => fields.filter(([name]) => name === 'readable'))).toEqual(
      Array.from({ length: 4 }, () => ['readable', 'none', 0]),
    );
    const missing = sources.filter((source) => !reasons.some((reason) => reason.startsWith(`${source}: `)));
    expect([missing, reasons.join()]).toEqual([[], expect.stringMatching(/in time/)]);
    expect(reasons.join()).toContain('ECONNREFUSED');
  });

  it('judges no certificate that is named as one nobody vouches for', async () => {
    const port = await serve(authority.issue({ names: here, from: now - 2 * DAY, to: now - DAY }));
    const source = `tls://localhost:${port}`;
    expect(await start([source], { unverified: [source] })(now)).toMatchObject([
      { expiry: -86_400, verification_code: null, readable: 1 },
    ]);
    expect(schema.safeParse({ sources: [source], unverified: ['/other.pem'] }).success).toBe(false);
  });

  it('watches nothing until it is told what', async () => {
    expect(await start([])(now)).toEqual([]);
  });
});
