import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { describeWith, temporaryFolder } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { initTls, renewTls } from './own-authority.ts';
import { readIdentity } from './read-identity.ts';

const now = Date.UTC(2026, 10, 27, 12);
const names = ['collector.example', '10.1.2.3', '2001:db8::7', 'localhost'];
const configOf = (folder: string) => ({
  certificateFile: join(folder, 'server.crt'),
  keyFile: join(folder, 'server.key'),
  authorityFile: join(folder, 'ca.crt'),
});

describe('an authority of one’s own', () => {
  it('signs a certificate for names and addresses, in files for their owner alone', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'tls');
    const made = initTls(path, { names, now });
    for (const file of Object.values(made.files)) expect(statSync(file).mode & 0o777).toBe(0o600);
    const { leaf, authority, chain } = readIdentity(configOf(path));
    expect(leaf.subjectAltName).toBe(
      'DNS:collector.example, IP Address:10.1.2.3, IP Address:2001:DB8:0:0:0:0:0:7, DNS:localhost',
    );
    expect([leaf.ca, authority?.ca]).toEqual([false, true]);
    expect(leaf.checkHost('collector.example')).toBe('collector.example');
    expect(leaf.checkIP('10.1.2.3')).toBe('10.1.2.3');
    expect(leaf.validToDate.getTime()).toBe(made.until);
    expect(chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(() => initTls(path, { names, now })).toThrow(/TLS_FOLDER_USED .*tls renew/);
  });

  it('makes the certificate anew for the same key, authority and names, and more', () => {
    using folder = temporaryFolder();
    const made = initTls(folder.path, { names, now });
    const before = readIdentity(configOf(folder.path));
    const later = now + 700 * 86_400_000;
    const again = renewTls(folder.path, { names: ['new.example'], now: later });
    const after = readIdentity(configOf(folder.path));
    expect(again.pin).toBe(made.pin);
    expect(again.until).toBe(later + 800 * 86_400_000);
    expect(after.key).toBe(before.key);
    expect(after.leaf.serialNumber).not.toBe(before.leaf.serialNumber);
    expect(after.leaf.subjectAltName).toBe(`${before.leaf.subjectAltName}, DNS:new.example`);
  });

  it.each(['a b', 'x:8080', 'https://a.example', ''])('has no certificate for "%s"', (name) => {
    using folder = temporaryFolder();
    expect(() => initTls(folder.path, { names: [name], now })).toThrow(/TLS_NAME_INVALID/);
  });

  it('ends with its authority at the latest', () => {
    using folder = temporaryFolder();
    initTls(folder.path, { names, now });
    const end = new X509Certificate(readFileSync(join(folder.path, 'ca.crt'))).validToDate.getTime();
    expect(renewTls(folder.path, { names: [], now: end - 86_400_000 }).until).toBe(end);
  });

  it('writes years past 2049 as X.509 wants them', () => {
    using folder = temporaryFolder();
    initTls(folder.path, { names, now: Date.UTC(2049, 0, 1) });
    expect(readIdentity(configOf(folder.path)).authority?.validTo).toMatch(/2068 GMT$/);
  });
});

describeWith('openssl', 'OpenSSL’s own judgement', () => {
  it('finds nothing wrong, by its strict rules', () => {
    using folder = temporaryFolder();
    initTls(folder.path, { names, now: systemClock.now() });
    const verify = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', 'ca.crt'];
    for (const name of [
      ['-verify_hostname', 'collector.example'],
      ['-verify_ip', '2001:db8::7'],
    ])
      expect(
        execFileSync('openssl', [...verify, ...name, 'server.crt'], { cwd: folder.path }).toString(),
      ).toBe('server.crt: OK\n');
  });
});
