import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** SHA-256 of a secret with 256 random bits, hex: such a secret needs no stretching. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A new secret, URL-safe; none begins with a dash, which a command line would take for an option. */
export function newSecret(): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return secret.startsWith('-') ? newSecret() : secret;
}
