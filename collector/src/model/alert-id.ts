import { createHash } from 'node:crypto';

/** An alert's id: the first 16 hex digits of SHA-256 over rule, host and labels. */
export function alertIdOf(rule: string, hostId: string, labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([rule, hostId, sorted]))
    .digest('hex')
    .slice(0, 16);
}
