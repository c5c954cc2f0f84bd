import { createHash } from 'node:crypto';

/** Whom a page is for, and by which way. */
export interface PersonByWay {
  person: string;
  channel: string;
  /** Where by it; null where the channel says it. */
  address: string | null;
}

/**
 * How the key of a page ends (pure): the same for the same person, channel and address, in printable ASCII. Keys stand in logs and go to the other side, so that
 * of an address only a digest is in it.
 */
export function wayKey({ person, channel, address }: PersonByWay): string {
  const names = [person, channel].map((name) => `-${encodeURIComponent(name)}`).join('');
  return address === null ? names : `${names}-${digestOf(address)}`;
}

function digestOf(address: string): string {
  return createHash('sha256').update(address).digest('hex').slice(0, 16);
}
