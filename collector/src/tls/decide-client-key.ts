/** What a client of the broker has shown besides its password. */
export interface Shown {
  /** False where the connection does without TLS. */
  tls: boolean;
  /** SHA-256 of the key of a certificate of our authority, base64url; undefined without one. */
  key: string | undefined;
}

/** How certificates of hosts are treated; as the config says. */
export type ClientCertificates = 'none' | 'issued' | 'required';

/** Whether a host whose password is right may come in, and why. */
export type ClientKeyDecision =
  | { welcome: true; reason: 'not asked for' | 'its own' | 'it was given none' | 'from this machine' }
  | { welcome: false; reason: 'not its own' | 'none' };

/** Decides it (pure). `expected`: SHA-256 of the key it was given a certificate for; null where it was given none. */
export function decideClientKey(
  mode: ClientCertificates,
  expected: string | null,
  shown: Shown | undefined,
): ClientKeyDecision {
  if (mode === 'none') return { welcome: true, reason: 'not asked for' };
  if (expected !== null) {
    if (shown?.key === expected) return { welcome: true, reason: 'its own' };
    return { welcome: false, reason: shown?.key === undefined ? 'none' : 'not its own' };
  }
  if (mode === 'issued') return { welcome: true, reason: 'it was given none' };
  return shown?.tls === false
    ? { welcome: true, reason: 'from this machine' }
    : { welcome: false, reason: 'none' };
}
