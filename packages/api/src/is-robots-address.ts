/** Programs that bounce mail, or read no answer, write under these names. */
const ROBOTS = /^(?:mailer-daemon|postmaster|noreply|no-reply|bounces?)(?:[+.-].*)?@/i;

/** Whether an address is a program's: what it writes is nobody's word, and nobody reads what it is sent (pure). */
export function isRobotsAddress(address: string): boolean {
  return ROBOTS.test(address);
}
