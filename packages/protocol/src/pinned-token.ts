/** A one-time token, and what stands behind it. */
export interface TokenParts {
  /** What is exchanged for a credential. */
  secret: string;
  /** SHA-256 of the public key of the one authority whose collector it may be shown to, base64url; undefined where the machine's are good. */
  pin: string | undefined;
}

/** Neither part has it. */
const BETWEEN = '.';

/** A token that names whom to trust. */
export function pinnedToken(secret: string, pin: string | undefined): string {
  return pin === undefined ? secret : `${secret}${BETWEEN}${pin}`;
}

/** What a token says. Programs that know nothing of pins show it whole, and are understood. */
export function tokenParts(token: string): TokenParts {
  const [secret = '', pin] = token.split(BETWEEN);
  return { secret, pin };
}
