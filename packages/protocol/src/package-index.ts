import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { isWhole } from './is-whole.ts';
import { isVersion } from './version-order.ts';

/** One of the agent's packages, as a collector gives it away. */
export interface AgentPackage {
  /** Name of the file below `/packages/`. */
  file: string;
  version: string;
  /** Whom it is for: `linux-x64`, `linux-arm64`, `linux-x64-carries-its-libc` … */
  platform: string;
  bytes: number;
  /** Of the file, hexadecimal. */
  sha256: string;
}

/** Why an index is not to be trusted. */
export type IndexFault = 'no index' | 'another key' | 'bad signature';

const BEFORE = '{"manifest":';
const BEHIND = ',"signature":"';
const FORM = /^(?<manifest>[^\n]*),"signature":"(?<signature>[\w+/=]+)","key":"(?<key>[\w+/=]+)"\}\n?$/;
const FILE = /^[\w.-]{1,200}$/;
const PLATFORM = /^[a-z\d-]{1,64}$/;

/** What pins a key that signs packages: SHA-256 of it (SPKI, DER), base64url. */
export function packageKeyPin(key: KeyObject): string {
  return createHash('sha256').update(derOf(key)).digest('base64url');
}

/**
 * The text of `/packages/index.json`: JSON whose `manifest` is signed (ed25519) exactly as it stands there, so that a shell can cut it out and OpenSSL check it. A package is
 * one object without others inside; the newest versions come first.
 */
export function signIndex(packages: readonly AgentPackage[], key: KeyObject): string {
  const manifest = JSON.stringify({ packages });
  const signature = sign(null, Buffer.from(manifest), key).toString('base64');
  return `${BEFORE}${manifest}${BEHIND}${signature}","key":"${derOf(createPublicKey(key)).toString('base64')}"}\n`;
}

/** Reads an index that was signed by the key with this pin. */
export function readIndex(
  text: string,
  pin: string,
): { packages: readonly AgentPackage[] } | { fault: IndexFault } {
  const groups = text.startsWith(BEFORE) ? FORM.exec(text.slice(BEFORE.length))?.groups : undefined;
  const { manifest = '', signature = '', key = '' } = groups ?? {};
  const publicKey = keyOf(key);
  if (publicKey === undefined) return { fault: 'no index' };
  if (packageKeyPin(publicKey) !== pin) return { fault: 'another key' };
  if (!verify(null, Buffer.from(manifest), publicKey, Buffer.from(signature, 'base64')))
    return { fault: 'bad signature' };
  const { packages } = JSON.parse(manifest) as { packages?: unknown };
  return Array.isArray(packages) && packages.every(isPackage) ? { packages } : { fault: 'no index' };
}

function keyOf(base64: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Whether what was read is a package of the index. */
export function isPackage(raw: unknown): raw is AgentPackage {
  const { file, version, platform, bytes, sha256 } = (raw ?? {}) as Partial<
    Record<keyof AgentPackage, unknown>
  >;
  return (
    isLike(file, FILE) &&
    typeof version === 'string' &&
    isVersion(version) &&
    isLike(platform, PLATFORM) &&
    isWhole(bytes, 1) &&
    isLike(sha256, /^[\da-f]{64}$/)
  );
}

function isLike(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}

function derOf(key: KeyObject): Buffer {
  return (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
}
