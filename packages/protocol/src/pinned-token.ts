/** A one-time token, and what stands behind it. */
export interface TokenParts {
  /** What is exchanged for a credential. */
  secret: string;
  /** SHA-256 of the public key of the one authority whose collector it may be shown to, base64url; undefined where the machine's are good. */
  pin: string | undefined;
  /** SHA-256 of the public key that signs the collector's packages, base64url; undefined in tokens from before there were any. */
  packageKey: string | undefined;
}

/** No part has them. An agent that knows nothing of package keys reads the first two parts as its secret, and collectors take that for it. */
const BEFORE_PIN = '.';
const BEFORE_PACKAGE_KEY = '~';

/** A token that names whom to trust: for enrolling, and for what is installed. */
export function pinnedToken(
  secret: string,
  { pin, packageKey }: { pin?: string | undefined; packageKey?: string | undefined },
): string {
  const signed = packageKey === undefined ? secret : `${secret}${BEFORE_PACKAGE_KEY}${packageKey}`;
  return pin === undefined ? signed : `${signed}${BEFORE_PIN}${pin}`;
}

/** What a token says. Programs that know nothing of pins show it whole, and are understood. */
export function tokenParts(token: string): TokenParts {
  const [signed = '', pin] = token.split(BEFORE_PIN);
  const [secret = '', packageKey] = signed.split(BEFORE_PACKAGE_KEY);
  return { secret, pin, packageKey };
}
