import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { UserError } from '@watchcase/runtime';

/*
 * A sealed file: MAGIC, the sender's one-time X25519 public key, then pieces of 64 KiB, each AES-256-GCM with its tag behind it. The key is HKDF-SHA-256 of what both sides
 * share; the nonce is the piece's number and whether it is the last, so that nothing can be cut off, doubled or put elsewhere; the file's name is authenticated, too.
 */
const MAGIC = Buffer.from('watchcase sealed 1\n');
const KEY_BYTES = 32;
const PIECE = 65_536;
const TAG = 16;
const NAME = 'x25519:';
/** RFC 8410: what stands before the 32 bytes of a public key. */
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');

/** A new pair: the private key as PEM, the public one as the config takes it. */
export function newSealKey(): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync('x25519');
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { privateKey, publicKey: NAME + rawOf(pair.publicKey).toString('base64url') };
}

/** Encrypts a file's bytes to a public key. */
export async function* seal(
  plain: AsyncIterable<Buffer>,
  { to, name }: { to: string; name: string },
): AsyncGenerator<Buffer> {
  const recipient = Buffer.from(to.slice(NAME.length), 'base64url');
  const once = generateKeyPairSync('x25519');
  const shared = diffieHellman({ privateKey: once.privateKey, publicKey: keyOf(recipient) });
  const sender = rawOf(once.publicKey);
  const key = derived(shared, sender, recipient);
  yield Buffer.concat([MAGIC, sender]);
  for await (const { piece, number, isLast } of inPieces(plain, PIECE)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(number, isLast)).setAAD(Buffer.from(name));
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Decrypts it again. Errors: BACKUP_KEY_WRONG when it was sealed to another key, was changed, or is no sealed file. */
export async function* unseal(
  sealed: AsyncIterable<Buffer>,
  { key: pem, name }: { key: string; name: string },
): AsyncGenerator<Buffer> {
  const privateKey = privateKeyOf(pem);
  const recipient = rawOf(createPublicKey(privateKey));
  const { head, rest } = await headOf(sealed, MAGIC.length + KEY_BYTES);
  const sender = head.subarray(MAGIC.length);
  if (!head.subarray(0, MAGIC.length).equals(MAGIC) || sender.length !== KEY_BYTES) throw wrongKey(name);
  const key = derived(diffieHellman({ privateKey, publicKey: keyOf(sender) }), sender, recipient);
  for await (const { piece, number, isLast } of inPieces(rest, PIECE + TAG)) {
    if (piece.length < TAG) throw wrongKey(name);
    const cipher = createDecipheriv('aes-256-gcm', key, nonce(number, isLast)).setAAD(Buffer.from(name));
    cipher.setAuthTag(piece.subarray(-TAG));
    const plain = cipher.update(piece.subarray(0, -TAG));
    try {
      cipher.final();
    } catch {
      throw wrongKey(name);
    }
    yield plain;
  }
}

function derived(shared: Buffer, sender: Buffer, recipient: Buffer): Buffer {
  const salt = Buffer.concat([sender, recipient]);
  return Buffer.from(hkdfSync('sha256', shared, salt, 'watchcase backup', KEY_BYTES));
}

function nonce(number: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(number, 5, 6);
  bytes[11] = isLast ? 1 : 0;
  return bytes;
}

function keyOf(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
}

function rawOf(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' }).subarray(SPKI.length);
}

function privateKeyOf(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'x25519') return key;
  } catch {
    // What it is instead makes no difference.
  }
  throw wrongKey('--key');
}

/** Cuts a stream into pieces of one size; the last may be shorter, and is empty where there is nothing. */
async function* inPieces(
  chunks: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<{ piece: Buffer; number: number; isLast: boolean }> {
  let waiting = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of chunks) {
    waiting = Buffer.concat([waiting, chunk]);
    for (; waiting.length > size; waiting = waiting.subarray(size))
      yield { piece: waiting.subarray(0, size), number: number++, isLast: false };
  }
  yield { piece: waiting, number, isLast: true };
}

async function headOf(
  chunks: AsyncIterable<Buffer>,
  length: number,
): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  const all = chunks[Symbol.asyncIterator]();
  let read = Buffer.alloc(0);
  while (read.length < length) {
    const { value, done } = await all.next();
    if (done === true) break;
    read = Buffer.concat([read, value]);
  }
  async function* rest(): AsyncGenerator<Buffer> {
    yield read.subarray(length);
    for (;;) {
      const { value, done } = await all.next();
      if (done === true) return;
      yield value;
    }
  }
  return { head: read.subarray(0, length), rest: rest() };
}

function wrongKey(place: string): UserError {
  return new UserError({
    code: 'BACKUP_KEY_WRONG',
    place,
    message: 'it cannot be decrypted: this is not the private key it was encrypted to, or it was changed',
    fix: 'name the private key that "watchcase backup key" wrote: --key FILE',
  });
}
