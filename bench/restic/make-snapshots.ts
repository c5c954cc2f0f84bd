import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keys that seal the files of a repository (doc/design.rst of restic, "Keys, Encryption and MAC"). */
interface Keys {
  encrypt: Buffer;
  /** Poly1305-AES. */
  mac: { k: Buffer; r: Buffer };
}

const HOUR_MS = 3_600_000;
const MOST_BYTES = 268_435_456;
const IV_BYTES = 16;
const MAC_BYTES = 16;

/** Adds `count` snapshots, one an hour up to `now`, to a local repository in which nothing was backed up: of what they hold there is nothing, which a list of them does not look at. */
export function makeSnapshots(
  { repository, password }: { repository: string; password: string },
  count: number,
  now: number,
): void {
  const keys = keysOf(repository, password);
  const tree = createHash('sha256').update('tree').digest('hex');
  let parent = {};
  for (let left = count; left > 0; left--) {
    const snapshot = {
      time: new Date(now - left * HOUR_MS).toISOString(),
      ...parent,
      tree,
      paths: ['/srv/erp'],
      hostname: 'db1',
      username: 'root',
    };
    const sealed = seal(keys, Buffer.from(JSON.stringify(snapshot)));
    const id = createHash('sha256').update(sealed).digest('hex');
    writeFileSync(join(repository, 'snapshots', id), sealed);
    parent = { parent: id };
  }
}

/** Opens the repository's only key. */
function keysOf(repository: string, password: string): Keys {
  const folder = join(repository, 'keys');
  const [file = ''] = readdirSync(folder);
  const key = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    N: number;
    r: number;
    p: number;
    salt: string;
    data: string;
  };
  const { N, r, p } = key;
  const derived = scryptSync(password, Buffer.from(key.salt, 'base64'), 64, { N, r, p, maxmem: MOST_BYTES });
  const sealed = Buffer.from(key.data, 'base64');
  const decipher = createDecipheriv('aes-256-ctr', derived.subarray(0, 32), sealed.subarray(0, IV_BYTES));
  const opened = decipher.update(sealed.subarray(IV_BYTES, -MAC_BYTES)).toString('utf8');
  const { encrypt, mac } = JSON.parse(opened) as { encrypt: string; mac: { k: string; r: string } };
  const bytes = (text: string) => Buffer.from(text, 'base64');
  return { encrypt: bytes(encrypt), mac: { k: bytes(mac.k), r: bytes(mac.r) } };
}

/** IV, what is sealed, and its code. */
function seal({ encrypt, mac }: Keys, plain: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const text = createCipheriv('aes-256-ctr', encrypt, iv).update(plain);
  const pad = createCipheriv('aes-128-ecb', mac.k, null).update(iv);
  return Buffer.concat([iv, text, poly1305(text, mac.r, pad)]);
}

/** The code of Poly1305, in the numbers of its definition. */
function poly1305(text: Buffer, key: Buffer, pad: Buffer): Buffer {
  const prime = (1n << 130n) - 5n;
  const r = numberOf(key) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < text.length; at += 16) {
    const block = text.subarray(at, at + 16);
    sum = ((sum + numberOf(block) + (1n << BigInt(8 * block.length))) * r) % prime;
  }
  const code = (sum + numberOf(pad)) & ((1n << 128n) - 1n);
  return Buffer.from(Buffer.from(code.toString(16).padStart(32, '0'), 'hex').toReversed());
}

/** Of bytes, the lowest first. */
function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes.toReversed()).toString('hex')}`);
}
