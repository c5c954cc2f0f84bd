import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@watchcase/runtime/light';

/** Who this host is, and how it signs in: `credential.json` in the state folder. No text of it is empty. */
export interface Credential {
  customer: string;
  host: string;
  shard: number;
  username: string;
  password: string;
  mqttUrl: string;
  /** What people call the host. */
  name: string;
  /** Certificate (PEM) of the one authority whose collector this host trusts; without it those of the machine are good. */
  authority?: string | undefined;
  /** Certificate and private key (PEM) by which it shows itself at the broker, where it was given one. */
  certificate?: string | undefined;
  key?: string | undefined;
}

/** Whom a connection trusts, and by what it shows itself over TLS. */
export type Trust = Pick<Credential, 'authority' | 'certificate' | 'key'>;

const TEXTS = ['customer', 'host', 'username', 'password', 'mqttUrl', 'name'] as const;

const MAY_BE_THERE = ['authority', 'certificate', 'key'] as const;
const KNOWN: ReadonlySet<string> = new Set([...TEXTS, ...MAY_BE_THERE, 'shard']);

/** True for a whole credential with nothing beside it. */
export function isCredential(raw: unknown): raw is Credential {
  if (typeof raw !== 'object' || raw === null) return false;
  const it = raw as Readonly<Record<string, unknown>>;
  return (
    TEXTS.every((name) => typeof it[name] === 'string' && it[name] !== '') &&
    Number.isSafeInteger(it['shard']) &&
    (it['shard'] as number) >= 0 &&
    MAY_BE_THERE.every(
      (name) => it[name] === undefined || (typeof it[name] === 'string' && it[name] !== ''),
    ) &&
    Object.keys(it).every((name) => KNOWN.has(name))
  );
}

/** The credential's place in a state folder. */
export function credentialFile(state: string): string {
  return join(state, 'credential.json');
}

/** Reads it. Errors: NOT_ENROLLED, CREDENTIAL_UNREADABLE (UserError). */
export function readCredential(state: string): Credential {
  const place = credentialFile(state);
  try {
    const raw: unknown = JSON.parse(readFileSync(place, 'utf8'));
    if (!isCredential(raw)) throw new Error('this is no credential');
    return raw;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UserError(
      missing
        ? {
            code: 'NOT_ENROLLED',
            place,
            message: 'this host has no credential yet',
            fix: 'run watchcase-agent enrol --url URL --token TOKEN with the same --state',
          }
        : {
            code: 'CREDENTIAL_UNREADABLE',
            place,
            message: 'the credential cannot be read',
            fix: 'check that this user may read it, or enrol again with --force',
          },
    );
  }
}
