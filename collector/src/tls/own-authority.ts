import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { makeFolder, UserError, writeWhole } from '@watchcase/runtime';
import { issueCertificate, type Signer } from './issue-certificate.ts';
import { certificatesIn, pinOf } from './read-identity.ts';

/** Files of an authority of our own and of what it has signed. */
export interface TlsFiles {
  authority: string;
  authorityKey: string;
  certificate: string;
  key: string;
}

/** What was made: its files, for whom it is, until when, and what hosts pin. */
export interface MadeTls {
  files: TlsFiles;
  names: readonly string[];
  /** Unix milliseconds. */
  until: number;
  pin: string;
}

const DAY_MS = 86_400_000;
/** As long as a fleet lives: the hosts that trust it would have to join anew. */
const AUTHORITY_MS = 20 * 365 * DAY_MS;
/** Some clients refuse certificates that are good for more than 825 days. */
const SERVER_MS = 800 * DAY_MS;
/** The clocks of hosts are not always right. */
const EARLIER_MS = DAY_MS;
const ECDSA = { namedCurve: 'prime256v1' } as const;

/** Makes an authority and a certificate for these names and addresses in `folder`. Errors: TLS_FOLDER_USED, TLS_NAME_INVALID, TLS_FOLDER_UNUSABLE (UserError). */
export function initTls(folder: string, wanted: { names: readonly string[]; now: number }): MadeTls {
  const files = filesIn(folder);
  const names = checked(wanted.names);
  const used = Object.values(files).find((file) => existsSync(file));
  if (used !== undefined)
    throw new UserError({
      code: 'TLS_FOLDER_USED',
      place: used,
      message: 'there is an authority already, which hosts may trust',
      fix: 'renew its certificate with "watchcase tls renew", or name another folder with --to DIR',
    });
  return orUnusable(folder, () => {
    makeFolder(folder);
    const { publicKey, privateKey } = generateKeyPairSync('ec', ECDSA);
    const subject = `Watchcase authority of ${names[0] ?? 'this machine'}`.slice(0, 64);
    const wish = { purpose: 'authority', subject, publicKey, names: [] } as const;
    const span = { from: wanted.now - EARLIER_MS, to: wanted.now + AUTHORITY_MS };
    const authority = issueCertificate({ ...wish, ...span }, { key: privateKey, authority: undefined });
    writeWhole(files.authorityKey, pemOf(privateKey));
    writeWhole(files.authority, authority);
    const own = generateKeyPairSync('ec', ECDSA);
    writeWhole(files.key, pemOf(own.privateKey));
    const signer = { key: privateKey, authority: new X509Certificate(authority) };
    return issueServer(files, { names, now: wanted.now, signer, publicKey: own.publicKey });
  });
}

/**
 * Makes the certificate in `folder` anew, for the same key and the names it has, and more. Errors: TLS_FILE_UNREADABLE, TLS_NAME_INVALID, TLS_FOLDER_UNUSABLE
 * (UserError).
 */
export function renewTls(folder: string, wanted: { names: readonly string[]; now: number }): MadeTls {
  const files = filesIn(folder);
  const [authority] = certificatesIn(files.authority);
  const [old] = certificatesIn(files.certificate);
  const names = [...new Set([...namesOf(old), ...checked(wanted.names)])];
  return orUnusable(folder, () => {
    const signer = { key: createPrivateKey(readFileSync(files.authorityKey)), authority };
    const publicKey = createPublicKey(readFileSync(files.key));
    return issueServer(files, { names, now: wanted.now, signer, publicKey });
  });
}

function issueServer(
  files: TlsFiles,
  of: {
    names: readonly string[];
    now: number;
    signer: Signer & { authority: X509Certificate };
    publicKey: KeyObject;
  },
): MadeTls {
  const { names, now, signer, publicKey } = of;
  const until = Math.min(now + SERVER_MS, signer.authority.validToDate.getTime());
  const subject = (names[0] ?? 'watchcase').slice(0, 64);
  const certificate = issueCertificate(
    { purpose: 'server', subject, publicKey, names, from: now - EARLIER_MS, to: until },
    signer,
  );
  writeWhole(files.certificate, `${certificate}${String(signer.authority)}`);
  return { files, names, until, pin: pinOf(signer.authority.publicKey) };
}

function filesIn(folder: string): TlsFiles {
  const at = (name: string) => join(folder, name);
  return {
    authority: at('ca.crt'),
    authorityKey: at('ca.key'),
    certificate: at('server.crt'),
    key: at('server.key'),
  };
}

/** As a certificate has them: `DNS:a.example, IP Address:10.0.0.1`. */
function namesOf(certificate: X509Certificate): string[] {
  const parts = (certificate.subjectAltName ?? '').split(', ');
  return parts.map((part) => part.replace(/^(?:DNS|IP Address):/, '')).filter((name) => name !== '');
}

function checked(names: readonly string[]): string[] {
  const bad = names.find((name) => isIP(name) === 0 && !/^(?:\*\.)?[a-z\d](?:[\w.-]*[a-z\d])?$/i.test(name));
  if (bad === undefined) return [...new Set(names)];
  throw new UserError({
    code: 'TLS_NAME_INVALID',
    place: '--name',
    message: `a name or an address by which hosts reach this machine was expected, found "${bad}"`,
    fix: 'write names of other scripts as they stand in DNS (xn--…), and no port',
  });
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function orUnusable<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError({
      code: 'TLS_FOLDER_UNUSABLE',
      place: folder,
      message: `certificates cannot be made there (${code ?? message})`,
      fix: 'name a folder that this user may write with --to DIR',
    });
  }
}
