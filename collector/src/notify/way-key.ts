/** Whom a page is for, and by which way. */
export interface PersonByWay {
  person: string;
  channel: string;
  /** Where by it; null where the channel says it. */
  address: string | null;
}

/** How the key of a page ends (pure): the same for the same person, channel and address, in printable ASCII. */
export function wayKey({ person, channel, address }: PersonByWay): string {
  const names = address === null ? [person, channel] : [person, channel, address];
  return names.map((name) => `-${encodeURIComponent(name)}`).join('');
}
