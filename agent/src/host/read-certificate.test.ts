import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createPlainServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { systemClock } from '@watchcase/runtime';
import { describeWith, eventually, temporaryFolder } from '@watchcase/testkit';
import { afterEach, expect, it } from 'vitest';
import { readCertificate } from './read-certificate.ts';

let server: Server | undefined;
afterEach(async () => {
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  server = undefined;
});

async function listening(made: Server): Promise<number> {
  server = made.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A certificate signed by itself, valid for 30 days. */
function createPair(): { key: Buffer; cert: Buffer } {
  using folder = temporaryFolder();
  const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
  const wanted =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=erp.example';
  execFileSync('openssl', [...wanted.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

describeWith('openssl', 'a certificate', () => {
  it.each(['127.0.0.1', 'localhost'])('reads a certificate nobody trusts, at %s', async (name) => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    const port = await listening(createServer(createPair(), (socket) => socket.on('error', () => undefined)));
    const certificate = await readCertificate(systemClock, { server: name, port, timeoutMs: 5000 });
    expect(certificate.commonName).toBe('erp.example');
    expect(certificate.validTo - certificate.validFrom).toBe(30 * 86_400_000);
    expect(certificate.serialNumber).toMatch(/^[0-9A-F]{16,}$/);
    expect(certificate.refusal).toContain('SELF_SIGNED');
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  /** A server of OpenSSL's own, for what Node's does not do. */
  async function openssl(...args: string[]): Promise<{ port: number; close: () => void }> {
    const folder = temporaryFolder();
    const { key, cert } = createPair();
    const [keyFile, certFile] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
    writeFileSync(keyFile, key);
    writeFileSync(certFile, cert);
    const child = spawn(
      'openssl',
      ['s_server', '-accept', '127.0.0.1:0', '-key', keyFile, '-cert', certFile, ...args],
      {
        stdio: ['pipe', 'pipe', 'ignore'],
      },
    );
    const text = { out: '' };
    child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
    await eventually(() => /ACCEPT 127\.0\.0\.1:\d+/.test(text.out));
    const port = Number(/ACCEPT 127\.0\.0\.1:(\d+)/.exec(text.out)?.[1]);
    const close = () => {
      child.kill('SIGKILL');
      folder[Symbol.dispose]();
    };
    return { port, close };
  }

  it.each([
    {
      why: 'that speaks TLS 1.0 only',
      args: ['-tls1', '-cipher', 'DEFAULT:@SECLEVEL=0'],
      refusal: /SELF_SIGNED/,
    },
    {
      why: 'that speaks TLS 1.1 only',
      args: ['-tls1_1', '-cipher', 'DEFAULT:@SECLEVEL=0'],
      refusal: /SELF_SIGNED/,
    },
    {
      why: 'that wants our certificate (TLS 1.2)',
      args: ['-tls1_2', '-Verify', '1', '-verify_return_error'],
      refusal: null,
    },
    {
      why: 'that wants our certificate (TLS 1.3)',
      args: ['-tls1_3', '-Verify', '1', '-verify_return_error'],
      refusal: /SELF_SIGNED/,
    },
  ])('reads the certificate of a server $why', async ({ args, refusal }) => {
    const { port, close } = await openssl(...args);
    try {
      const certificate = await readCertificate(systemClock, { server: '127.0.0.1', port, timeoutMs: 5000 });
      expect(certificate.commonName).toBe('erp.example');
      if (refusal === null) expect(certificate.refusal).toBeUndefined();
      else expect(certificate.refusal).toMatch(refusal);
    } finally {
      close();
    }
  });
});

it('rejects when the server does not speak TLS', async () => {
  const port = await listening(createPlainServer((socket) => void socket.resume().end('220 hello\r\n')));
  await expect(
    readCertificate(systemClock, { server: '127.0.0.1', port, timeoutMs: 5000 }),
  ).rejects.toThrow();
});

it('rejects in time when the server says nothing', async () => {
  const port = await listening(createPlainServer((socket) => void socket.resume()));
  await expect(readCertificate(systemClock, { server: '127.0.0.1', port, timeoutMs: 100 })).rejects.toThrow(
    'did not shake hands in time',
  );
});

it('rejects when nobody listens', async () => {
  await expect(
    readCertificate(systemClock, { server: '127.0.0.1', port: 1, timeoutMs: 5000 }),
  ).rejects.toThrow('ECONNREFUSED');
});
