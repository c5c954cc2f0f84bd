import { isWhole } from './is-whole.ts';
import { DAY_MS, MAX_SEQ, MAX_TIME_MS } from './limits.ts';
import type { ShortReading } from './short-reading-schema.ts';

/** The hot path's check, equal in effect to shortReadingSchema (a test holds them together). */
export function isShortReading(raw: unknown): raw is ShortReading {
  if (!Array.isArray(raw) || raw.length !== 6) return false;
  const it = raw as unknown[];
  return (
    isWhole(it[0], 1, MAX_TIME_MS) &&
    isWhole(it[1], 2, MAX_SEQ) &&
    isWhole(it[2], 1, MAX_SEQ) &&
    isWhole(it[3], -DAY_MS, DAY_MS) &&
    isWhole(it[4], 0, DAY_MS) &&
    areChanges(it[5])
  );
}

function areChanges(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) {
    const item: unknown = value[i];
    if (item === null || Number.isFinite(item)) continue;
    if (!Array.isArray(item) || item.length !== 1 || !isWhole(item[0], 1)) return false;
  }
  return true;
}
