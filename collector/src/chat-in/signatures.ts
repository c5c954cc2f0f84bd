import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same, in a time that says nothing of where they differ. */
export function isSameText(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/** How far a time is from ours when it is further than `mostMs`, either way; undefined for one that is near enough. Milliseconds, positive where it is behind. */
export function offBy(at: number, now: number, mostMs: number): number | undefined {
  const offMs = now - at;
  return Number.isFinite(offMs) && Math.abs(offMs) <= mostMs ? undefined : offMs;
}

/** What JSON says; undefined for what is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
