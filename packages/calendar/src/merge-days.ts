import type { Calendar } from './calendar-schema.ts';
import { formatCivilDay, parseCivilDay } from './civil-day.ts';
import type { ImportedDays } from './import-holiday-cn.ts';
import { shippedDays } from './shipped/index.ts';

/**
 * A calendar that knows what was imported too: its own days within what the import covers go, and its coverage grows. Throws an Error with a sentence for people where
 * dates between the two would be unknown.
 */
export function mergeDays(calendar: Calendar, imported: ImportedDays): Calendar {
  const { coverage } = imported;
  const isReplaced = ({ date }: { date: string }) =>
    coverage !== undefined && date >= (coverage.from ?? '') && date <= coverage.until;
  const news = new Set([...imported.off, ...imported.makeUp].map(({ date }) => date));
  const kept = <T extends { date: string }>(days: readonly T[] = []) =>
    days.filter((day) => !isReplaced(day) && !news.has(day.date));
  const grown = coverage === undefined ? calendar.coverage : grownBy(calendar, coverage);
  return {
    ...calendar,
    off: [...kept(calendar.off), ...inRuns(imported.off)].toSorted(byDate),
    makeUp: [...kept(calendar.makeUp), ...imported.makeUp].toSorted(byDate),
    ...(grown === undefined ? {} : { coverage: grown }),
  };
}

function byDate(a: { date: string }, b: { date: string }): number {
  return a.date < b.date ? -1 : Number(a.date > b.date);
}

type Coverage = NonNullable<Calendar['coverage']>;

function grownBy(calendar: Calendar, more: Coverage): Coverage {
  const known =
    calendar.coverage ?? (calendar.days === undefined ? undefined : shippedDays[calendar.days]?.coverage);
  if (known === undefined) return more;
  const [first, second] = (known.from ?? '') <= (more.from ?? '') ? [known, more] : [more, known];
  if (second.from !== undefined && second.from > dayAfter(first.until))
    throw new Error(
      `days between ${first.until} and ${second.from} would be unknown: import what is between first`,
    );
  const until = first.until > second.until ? first.until : second.until;
  return { ...(first.from === undefined ? {} : { from: first.from }), until };
}

function dayAfter(date: string): string {
  const day = parseCivilDay(date);
  return day === undefined ? '' : formatCivilDay(day + 1);
}

/** Days of one name that follow each other, as one. */
function inRuns(days: ImportedDays['off']): ImportedDays['off'] {
  const runs: ImportedDays['off'] = [];
  for (const day of days.toSorted(byDate)) {
    const last = runs.at(-1);
    const goesOn = last?.name === day.name && dayAfter(last?.to ?? last?.date ?? '') === day.date;
    if (goesOn && last !== undefined) last.to = day.to ?? day.date;
    else runs.push({ ...day });
  }
  return runs;
}
