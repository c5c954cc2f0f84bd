import type { Language } from '@watchcase/api';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  let known = formats.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { hourCycle: 'h23', ...options });
    formats.set(key, known);
  }
  return known;
}

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
const day = { month: 'short', day: 'numeric' } as const;

/** Time of day on the reader's own clock face: `14:03:59`. */
export function timeText(ms: number, language: Language): string {
  return format(language, 'time', clock).format(ms);
}

/** Day and time of day: `24 Nov, 14:03:59`. */
export function momentText(ms: number, language: Language): string {
  return format(language, 'moment', { ...day, ...clock }).format(ms);
}

/** Day and time of day to the minute: `Mon 24 Nov, 14:03`. */
export function minuteText(ms: number, language: Language): string {
  const options = { weekday: 'short', ...day, hour: '2-digit', minute: '2-digit' } as const;
  return format(language, 'to the minute', options).format(ms);
}

/** The same by the clocks of a zone: `Mon 24 Nov, 14:03`. */
export function zonedMinute(ms: number, language: Language, timeZone: string): string {
  const options = { weekday: 'short', ...day, hour: '2-digit', minute: '2-digit', timeZone } as const;
  return format(language, `to the minute in ${timeZone}`, options).format(ms);
}

/** A day: `24 Nov 2026`. */
export function dayText(ms: number, language: Language): string {
  return format(language, 'date', { ...day, year: 'numeric' }).format(ms);
}

/** A moment of any year, to the minute: `4 May 2026, 14:00`. */
export function datedMinuteText(ms: number, language: Language): string {
  const options = { ...day, year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return format(language, 'minute of a year', options).format(ms);
}

/** A day of a calendar, `2026-11-24`, whatever the reader's zone: `24 Nov 2026`. */
export function calendarDayText(written: string, language: Language): string {
  const options = { ...day, year: 'numeric', timeZone: 'UTC' } as const;
  return format(language, 'calendar day', options).format(Date.parse(written));
}

/** From one day of a calendar to another, both part of it: `15 – 23 Feb 2026`. */
export function calendarDaysText(from: string, to: string, language: Language): string {
  const options = { ...day, year: 'numeric', timeZone: 'UTC' } as const;
  return format(language, 'calendar day', options).formatRange(Date.parse(from), Date.parse(to));
}

/** The same with days of the week and without the year: `Sun 15 Feb – Mon 23 Feb`. */
export function weekdaysText(from: string, to: string, language: Language): string {
  const options = { weekday: 'short', ...day, timeZone: 'UTC' } as const;
  return format(language, 'weekdays of a calendar', options).formatRange(Date.parse(from), Date.parse(to));
}

/** From one moment to another of any year: `4 May 2026, 14:00–18:00`. */
export function momentsText(from: string, to: string, language: Language): string {
  const options = { ...day, year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return format(language, 'minute of a year', options).formatRange(Date.parse(from), Date.parse(to));
}

/** A day of the week of a calendar in full, `2026-11-24`: `Tuesday`. */
export function longWeekday(written: string, language: Language): string {
  return format(language, 'long weekday', { weekday: 'long', timeZone: 'UTC' }).format(Date.parse(written));
}

/** A day of the week: `Mon`. */
export function weekdayText(ms: number, language: Language): string {
  return format(language, 'weekday', { weekday: 'short' }).format(ms);
}

/** Of `2026-02`: `Feb 2026`. */
export function monthText(month: string, language: Language): string {
  const options = { year: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return format(language, 'month', options).format(Date.parse(month));
}

/** A month in full, 1 = January: `January`. */
export function monthName(month: number, language: Language): string {
  return format(language, 'month name', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month - 1));
}

/** Marks of a time axis: the day where steps are days, else hours and minutes, and seconds where steps are that short. Seconds since 1970. */
export function axisText(seconds: number, stepSeconds: number, language: Language): string {
  if (stepSeconds >= 86_400) return format(language, 'day', day).format(seconds * 1000);
  if (stepSeconds < 60) return timeText(seconds * 1000, language);
  return format(language, 'minute', { hour: '2-digit', minute: '2-digit' }).format(seconds * 1000);
}

/** For tooltips: the moment without ambiguity, in UTC. */
export function utcText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
