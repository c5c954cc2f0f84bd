import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Filled up to multiples of so many bytes, which is twice what AES asks for. */
const BLOCK_BYTES = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;

/** SHA-1 over the sorted parts, one behind the other. */
export function signatureOf(parts: readonly string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}

/** Encrypts a message for whom it is: AES-256-CBC over 16 random bytes, the length, the message and the receiver. */
export function encryptFor(receiver: string, aesKey: string, message: string): string {
  const text = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(RANDOM_BYTES), length, text, Buffer.from(receiver, 'utf8')]);
  const missing = BLOCK_BYTES - (plain.length % BLOCK_BYTES);
  const key = keyOf(aesKey);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, RANDOM_BYTES)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(missing, missing)])),
    cipher.final(),
  ]).toString('base64');
}

/** What was encrypted for `receiver`; undefined where it was with another key, for another one, or is cut. */
export function decryptFor(receiver: string, aesKey: string, encrypted: string): string | undefined {
  const bytes = Buffer.from(encrypted, 'base64');
  if (bytes.length === 0 || bytes.length % RANDOM_BYTES !== 0) return undefined;
  const key = keyOf(aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, RANDOM_BYTES)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const added = padded.at(-1) ?? 0;
  const start = RANDOM_BYTES + LENGTH_BYTES;
  if (added < 1 || added > BLOCK_BYTES || padded.length - added < start) return undefined;
  const plain = padded.subarray(0, padded.length - added);
  const end = start + plain.readUInt32BE(RANDOM_BYTES);
  if (end > plain.length || plain.subarray(end).toString('utf8') !== receiver) return undefined;
  return plain.subarray(start, end).toString('utf8');
}

function keyOf(aesKey: string): Buffer {
  return Buffer.from(`${aesKey}=`, 'base64');
}
