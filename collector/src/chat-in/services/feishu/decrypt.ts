import { createDecipheriv, createHash } from 'node:crypto';

const IV_BYTES = 16;

/** What Feishu has encrypted with the app's key: AES-256-CBC, the key is SHA-256 of it, the first block is the start vector. Undefined where it was another key. */
export function decrypt(encryptKey: string, encrypted: string): string | undefined {
  const bytes = Buffer.from(encrypted, 'base64');
  const key = createHash('sha256').update(encryptKey).digest();
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, IV_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
