import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UserError } from '@watchcase/runtime';
import type { TlsConfig } from './config.ts';

/** What the collector shows of itself, whole and checked. */
export interface Identity {
  /** PEM: the certificate and those between it and its authority; behind them the authority of our own, where there is one. */
  chain: string;
  /** PEM. */
  key: string;
  leaf: X509Certificate;
  /** An authority of our own; undefined where the world's are good. */
  authority: X509Certificate | undefined;
  /** Unix milliseconds. */
  validFrom: number;
  validTo: number;
}

type Files = Pick<TlsConfig, 'certificateFile' | 'keyFile' | 'authorityFile'>;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Reads and checks it. Errors: TLS_FILE_UNREADABLE, TLS_KEY_MISMATCH, TLS_AUTHORITY_MISMATCH (UserError). */
export function readIdentity(files: Files): Identity {
  const chain = certificatesIn(files.certificateFile);
  const [leaf] = chain;
  const key = readText(files.keyFile);
  const privateKey = reading(files.keyFile, 'it holds no private key', () => createPrivateKey(key));
  if (!leaf.checkPrivateKey(privateKey))
    throw new UserError({
      code: 'TLS_KEY_MISMATCH',
      place: files.keyFile,
      message: `this is not the key of the certificate in ${files.certificateFile}`,
      fix: 'put both files in place again: they belong together',
    });
  const [authority] = files.authorityFile === undefined ? [] : certificatesIn(files.authorityFile);
  if (authority !== undefined && !isSignedBy(chain, authority))
    throw new UserError({
      code: 'TLS_AUTHORITY_MISMATCH',
      place: files.authorityFile ?? '',
      message: `this authority has not signed the certificate in ${files.certificateFile}`,
      fix: 'name the authority that has, or leave authorityFile out where machines trust it anyway',
    });
  const shown =
    authority === undefined || chain.some((one) => one.raw.equals(authority.raw))
      ? chain
      : [...chain, authority];
  return {
    chain: shown.map(String).join(''),
    key,
    leaf,
    authority,
    validFrom: leaf.validFromDate.getTime(),
    validTo: leaf.validToDate.getTime(),
  };
}

/** SHA-256 of a public key, base64url: what a token pins, and stays when its certificate is made anew. */
export function pinOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
}

/** The certificates in a file of PEM, at least one. Errors: TLS_FILE_UNREADABLE (UserError). */
export function certificatesIn(file: string): [X509Certificate, ...X509Certificate[]] {
  const parts = readText(file).match(PEM) ?? [];
  const [first, ...others] = reading(file, 'it holds no certificate that can be read', () =>
    parts.map((part) => new X509Certificate(part)),
  );
  if (first === undefined) throw unreadable(file, 'it holds no certificate');
  return [first, ...others];
}

/** True where each is signed by the next, and the last by the authority, unless it is the authority. */
function isSignedBy(chain: readonly X509Certificate[], authority: X509Certificate): boolean {
  const own = chain.filter((one) => !one.raw.equals(authority.raw));
  return own.every((one, index) => {
    const issuer = own[index + 1] ?? authority;
    return one.checkIssued(issuer) && one.verify(issuer.publicKey);
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, `it cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function reading<T>(file: string, why: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw unreadable(file, why);
  }
}

function unreadable(place: string, message: string): UserError {
  return new UserError({
    code: 'TLS_FILE_UNREADABLE',
    place,
    message,
    fix: 'certificate and key are PEM files without a pass phrase that the collector’s user may read',
  });
}
