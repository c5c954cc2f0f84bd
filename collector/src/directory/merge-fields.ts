import type { RecordData } from './record.ts';
import { isSameValue } from './same-value.ts';

/** A record as it becomes, and the fields that stay though the file says otherwise, with what the file says. */
export interface Merged {
  after: RecordData;
  kept: { field: string; wanted: unknown }[];
}

/**
 * What becomes of a record that a file has (pure), field by field. What the file changes since it was last applied (`base`; undefined: never) is taken. What others
 * have changed since, and the file has not, stays, and is told: nobody's work is undone without a word.
 */
export function mergeFields(base: RecordData | undefined, current: RecordData, wanted: RecordData): Merged {
  const kept: Merged['kept'] = [];
  const after: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(wanted), ...Object.keys(current)])) {
    const isOurs = isSameValue(base?.[field], wanted[field]);
    const isTheirs = !isSameValue(base?.[field], current[field]);
    const isKept = isOurs && isTheirs && !isSameValue(current[field], wanted[field]);
    if (isKept) kept.push({ field, wanted: wanted[field] });
    const value = isKept ? current[field] : wanted[field];
    if (value !== undefined) after[field] = value;
  }
  return { after: after as RecordData, kept };
}
