import { type CivilDay, parseCivilDay } from './civil-day.ts';
import { easterSunday } from './easter.ts';
import { lunarDay, pureBrightness } from './lunar.ts';

const MONTH_DAY = /^\d{2}-\d{2}$/;
const LUNAR = /^lunar (?<month>\d{2})-(?<day>\d{2})(?<shift>[+-]\d{1,2})?$/;
const EASTER = /^easter(?<shift>[+-]\d{1,2})?$/;

/** Days that come every year by a rule, as the day of one year; null when the rule names none in it. */
export type FixedDay = (year: number) => CivilDay | null;

/**
 * Reads a rule for a day of every year: `05-01`, `easter-2` (Good Friday), `lunar 01-01` (Spring Festival), `lunar 01-01-1` (its eve), `qingming`. Undefined when it
 * is none of these.
 */
export function parseFixedDay(text: string): FixedDay | undefined {
  if (text === 'qingming') return pureBrightness;
  const easter = EASTER.exec(text)?.groups;
  if (easter !== undefined) return (year) => easterSunday(year) + Number(easter['shift'] ?? 0);
  const lunar = LUNAR.exec(text)?.groups;
  if (lunar !== undefined) {
    const [month, day, shift] = [Number(lunar['month']), Number(lunar['day']), Number(lunar['shift'] ?? 0)];
    if (month < 1 || month > 12 || day < 1 || day > 30) return undefined;
    return (year) => {
      const found = lunarDay(year, month, day);
      return found === null ? null : found + shift;
    };
  }
  if (!MONTH_DAY.test(text) || parseCivilDay(`2024-${text}`) === undefined) return undefined;
  return (year) => parseCivilDay(`${year}-${text}`) ?? null;
}
