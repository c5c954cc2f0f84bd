import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UserError } from '@watchcase/runtime';
import type { TlsConfig } from './config.ts';
import type { ClientCertificates, Shown } from './decide-client-key.ts';
import { decideClientKey } from './decide-client-key.ts';
import { issueCertificate, type Signer } from './issue-certificate.ts';
import { type Identity, pinOf } from './read-identity.ts';

/** Certificates by which hosts show themselves at the broker. */
export interface Clients {
  mode: ClientCertificates;
  /** For a host's public key (SPKI, DER, base64): a certificate (PEM) and the key's SHA-256 (base64url); undefined where none are given. */
  issue(publicKey: string, username: string, now: number): { certificate: string; key: string } | undefined;
  /** Whether a host whose password is right may come in. */
  isWelcome(expected: string | null, shown: Shown | undefined): boolean;
}

const EARLIER_MS = 86_400_000;

/** Where nobody is asked for any. */
export const NO_CLIENTS: Clients = {
  mode: 'none',
  issue: () => undefined,
  isWelcome: () => true,
};

/**
 * As the config says. A certificate is as good as its authority: it is the store that says which key is a host's, and takes it back. Errors: TLS_FILE_UNREADABLE,
 * TLS_KEY_MISMATCH (UserError).
 */
export function clientCertificates(config: TlsConfig, identity: () => Identity): Clients {
  const mode = config.clientCertificates;
  if (mode === 'none') return NO_CLIENTS;
  const signer = readSigner(config, identity());
  return {
    mode,
    issue(text, username, now) {
      const publicKey = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
      const span = { from: now - EARLIER_MS, to: signer.authority.validToDate.getTime() };
      const wish = { purpose: 'client', subject: username.slice(-64), names: [], publicKey } as const;
      return { certificate: issueCertificate({ ...wish, ...span }, signer), key: pinOf(publicKey) };
    },
    isWelcome: (expected, shown) => decideClientKey(mode, expected, shown).welcome,
  };
}

function readSigner(
  { authorityKeyFile, authorityFile }: TlsConfig,
  { authority }: Identity,
): Signer & { authority: NonNullable<Signer['authority']> } {
  const place = authorityKeyFile ?? 'tls.authorityKeyFile';
  try {
    const key = createPrivateKey(readFileSync(place));
    if (authority?.checkPrivateKey(key) === true) return { key, authority };
  } catch (error) {
    throw new UserError({
      code: 'TLS_FILE_UNREADABLE',
      place,
      message: `the key of the authority cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no key'})`,
      fix: 'certificates for hosts are signed with it: name ca.key of "watchcase tls init"',
    });
  }
  throw new UserError({
    code: 'TLS_KEY_MISMATCH',
    place,
    message: `this is not the key of the authority in ${authorityFile ?? 'tls.authorityFile'}`,
    fix: 'name the two files that belong together',
  });
}
