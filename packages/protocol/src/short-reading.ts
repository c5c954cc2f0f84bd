import { DAY_MS, MAX_TIME_MS } from './limits.ts';
import type { Reading } from './reading.ts';
import type { ShortReading } from './short-reading-schema.ts';

/** What a short reading is based on. */
export type ReadingBase = Pick<Reading, 'epoch' | 'seq' | 'layout' | 'time' | 'values'>;

/** The reading that `short` means; undefined when there is none. The base must be the one it names. */
export function restoreReading(base: ReadingBase, short: ShortReading): Reading | undefined {
  const [epoch, seq, , step, age, changes] = short;
  const values = base.values.slice();
  let at = 0;
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i] as ShortReading[5][number];
    if (typeof change === 'number') {
      const before = values[at] as number | null;
      const isDifference = Number.isInteger(change) && Number.isInteger(before);
      values[at++] = isDifference ? (before as number) + change : change;
      if (isDifference && !Number.isFinite(values[at - 1])) return undefined;
    } else if (change === null) values[at++] = null;
    else at += change[0];
  }
  const time = base.time + step;
  if (at > base.values.length || time < 0 || time + age > MAX_TIME_MS) return undefined;
  return { sent: time + age, epoch, seq, after: seq - 1, layout: base.layout, time, values };
}

/** The short form of `next` over `base` as JSON text; undefined when it has none: it must be given in full. */
export function shortReadingOf(base: ReadingBase, next: Reading): string | undefined {
  const step = next.time - base.time;
  const age = next.sent - next.time;
  if (next.epoch !== base.epoch || next.layout !== base.layout || next.after !== next.seq - 1)
    return undefined;
  if (Math.abs(step) > DAY_MS || age < 0 || age > DAY_MS || next.seq <= base.seq) return undefined;
  const changes = changesOf(base.values, next.values);
  if (changes === undefined) return undefined;
  return `[${next.epoch},${next.seq},${next.seq - base.seq},${step},${age},[${changes}]]`;
}

/** Undefined when the lists differ in length, or a difference is too large to be exact. */
function changesOf(before: Reading['values'], after: Reading['values']): string | undefined {
  if (before.length !== after.length) return undefined;
  const parts: string[] = [];
  let same: string[] = [];
  for (let at = 0; at < after.length; at++) {
    const old = before[at] as number | null;
    const value = after[at] as number | null;
    const part = changeOf(old, value);
    if (part === undefined) return undefined;
    if (value === old) {
      same.push(part);
      continue;
    }
    const skip = `[${same.length}]`;
    const said = same.join(',');
    if (same.length > 0) parts.push(said.length <= skip.length ? said : skip);
    same = [];
    parts.push(part);
  }
  return parts.join(',');
}

function changeOf(old: number | null, value: number | null): string | undefined {
  if (!Number.isInteger(old) || !Number.isInteger(value)) return JSON.stringify(value);
  const difference = (value as number) - (old as number);
  return (old as number) + difference === value && Number.isSafeInteger(difference)
    ? String(difference)
    : undefined;
}
