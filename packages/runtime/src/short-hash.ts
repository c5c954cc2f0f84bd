import { createHash } from 'node:crypto';

/** A name of 32 hexadecimal digits that is made of a text: the same for the same text, and no other's. */
export function shortHash(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
