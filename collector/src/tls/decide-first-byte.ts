/** The first byte of a TLS record that carries a handshake (RFC 8446 §5.1). */
const HANDSHAKE = 0x16;

/** What a connection is taken as, and why. */
export type FirstByteDecision =
  | { take: 'tls'; reason: 'begins with a handshake' }
  | { take: 'plain'; reason: 'from this machine' | 'from anywhere' }
  | { take: 'refused'; reason: 'needs TLS' };

/** Decides by the first byte of a connection what it speaks, and whether it may (pure). */
export function decideFirstByte(
  byte: number,
  of: { isHere: boolean; plain: 'here' | 'anywhere' },
): FirstByteDecision {
  if (byte === HANDSHAKE) return { take: 'tls', reason: 'begins with a handshake' };
  if (of.isHere) return { take: 'plain', reason: 'from this machine' };
  return of.plain === 'anywhere'
    ? { take: 'plain', reason: 'from anywhere' }
    : { take: 'refused', reason: 'needs TLS' };
}
