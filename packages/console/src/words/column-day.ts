import type { Language } from '@watchcase/api';

/** The head of a day's column. */
interface ColumnDay {
  day: string;
  /** Of its month: `24`. */
  number: string;
  /** `Tue 24 Nov`. */
  name: string;
  isWeekend: boolean;
}

const SATURDAY = 6;
const formats = new Map<Language, Intl.DateTimeFormat>();

/** A day of the calendar, `2026-11-24`, as the head of a column has it (pure). */
export function columnDay(day: string, language: Language): ColumnDay {
  const ms = Date.parse(day);
  const weekday = new Date(ms).getUTCDay();
  return {
    day,
    number: String(Number(day.slice(8))),
    name: formatOf(language).format(ms),
    isWeekend: weekday === 0 || weekday === SATURDAY,
  };
}

function formatOf(language: Language): Intl.DateTimeFormat {
  const known = formats.get(language);
  if (known !== undefined) return known;
  const options = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  const made = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options);
  formats.set(language, made);
  return made;
}
