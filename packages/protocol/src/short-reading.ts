import { DAY_MS, MAX_TIME_MS } from './limits.ts';
import type { Reading } from './reading.ts';
import type { ShortReading } from './short-reading-schema.ts';

/** What a short reading is based on. */
export type ReadingBase = Pick<Reading, 'epoch' | 'seq' | 'layout' | 'time' | 'values'>;

/** A base as whoever takes readings keeps it: a missing value is null or NaN. */
export type KeptBase<Values extends ArrayLike<number | null> = ArrayLike<number | null>> = Omit<
  ReadingBase,
  'values'
> & { values: Values };

/** The reading that `short` means; undefined when there is none. The base must be the one it names. */
export function restoreReading(base: KeptBase, short: ShortReading): Reading | undefined {
  const [epoch, seq, , step, age, changes] = short;
  const time = base.time + step;
  if (time < 0 || time + age > MAX_TIME_MS) return undefined;
  const values = changedValues(base.values, changes);
  return values && { sent: time + age, epoch, seq, after: seq - 1, layout: base.layout, time, values };
}

/** Where values are put together, NaN where missing. It holds numbers only, and so do its copies: the engine keeps such a list as they are, and copies it at once. */
const room: number[] = [Number.NaN];

/** Undefined where the changes reach beyond the values, or add up to no number. */
function changedValues(before: KeptBase['values'], changes: ShortReading[5]): Reading['values'] | undefined {
  const { length } = before;
  let hasMissing = false;
  for (let i = 0; i < length; i++) {
    const value = before[i] ?? Number.NaN;
    room[i] = value;
    if (Number.isNaN(value)) hasMissing = true;
  }
  let at = 0;
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i] as ShortReading[5][number];
    if (change !== null && typeof change === 'object') {
      at += change[0];
      continue;
    }
    if (at >= length) return undefined;
    const value = valueOf(change, room[at] as number);
    if (change === null) hasMissing = true;
    else if (!Number.isFinite(value)) return undefined;
    room[at++] = value;
  }
  if (at > length) return undefined;
  return hasMissing ? withNulls(length) : room.slice(0, length);
}

function valueOf(change: number | null, before: number): number {
  if (change === null) return Number.NaN;
  return Number.isInteger(change) && Number.isInteger(before) ? before + change : change;
}

const nothing: (number | null)[] = [null];

/** The room's values as a list that holds anything: filled in one place, those without a null would become such lists as well. */
function withNulls(length: number): (number | null)[] {
  while (nothing.length < length) nothing.push(null);
  const values = nothing.slice(0, length);
  for (let i = 0; i < length; i++) {
    const value = room[i] as number;
    if (!Number.isNaN(value)) values[i] = value;
  }
  return values;
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
