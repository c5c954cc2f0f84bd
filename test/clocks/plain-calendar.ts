/** A calendar with its days written out. */
export interface PlainCalendar {
  zone: string;
  /** Open minutes of each weekday, Monday first: `[from, to]`. */
  hours: readonly (readonly (readonly [number, number])[])[];
  off: ReadonlySet<string>;
  makeUp: ReadonlyMap<string, readonly (readonly [number, number])[]>;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format;
}

const offsets = new Map<string, number>();
function offsetOf(zone: string, hour: number): number {
  const key = `${zone} ${hour}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const wall = formatOf(zone).format(hour * 3_600_000);
    offset = (Date.parse(`${wall.replace(' ', 'T')}Z`) - hour * 3_600_000) / 60_000;
    offsets.set(key, offset);
  }
  return offset;
}

const dates = new Map<number, string>();
function dateOf(day: number): string {
  let date = dates.get(day);
  if (date === undefined) {
    date = new Date(day * 86_400_000).toISOString().slice(0, 10);
    dates.set(day, date);
  }
  return date;
}

/** True while a calendar is open. An hour that comes twice belongs to what its first minute of the second time has passed already. */
export function isOpenAt(calendar: PlainCalendar | null, minute: number): boolean {
  if (calendar === null) return true;
  const hour = Math.floor(minute / 60);
  const offset = offsetOf(calendar.zone, hour);
  const before = offsetOf(calendar.zone, hour - 1);
  const wall = minute + offset;
  const day = Math.floor(wall / 1440);
  let clock = wall - day * 1440;
  if (before > offset) clock = Math.max(clock, hour * 60 - 1 + before - day * 1440);
  const date = dateOf(day);
  const spans = calendar.makeUp.get(date) ?? (calendar.off.has(date) ? [] : calendar.hours[(day + 3) % 7]);
  return (spans ?? []).some(([from, to]) => from <= clock && clock < to);
}
