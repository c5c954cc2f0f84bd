import { LunarDay, LunarMonth, SolarTerm } from 'tyme4ts';
import { type CivilDay, civilDay } from './civil-day.ts';

/** Years the library's tables are right for; Intl is not asked: it is a day off for 2027 and 2030. */
const YEARS = { first: 1900, last: 2100 };

/** The day of a month (1–12, never a leap month) of the Chinese lunar year that begins in `year`; null of a day that month has not, or beyond 1900–2100. */
export function lunarDay(year: number, month: number, day: number): CivilDay | null {
  if (!isKnown(year) || day > LunarMonth.fromYm(year, month).getDayCount()) return null;
  const solar = LunarDay.fromYmd(year, month, day).getSolarDay();
  return civilDay(solar.getYear(), solar.getMonth(), solar.getDay());
}

/** Qingming, the fifth solar term, of a year; null beyond 1900–2100. */
export function pureBrightness(year: number): CivilDay | null {
  if (!isKnown(year)) return null;
  const solar = SolarTerm.fromName(year, '清明').getJulianDay().getSolarDay();
  return civilDay(solar.getYear(), solar.getMonth(), solar.getDay());
}

function isKnown(year: number): boolean {
  return year >= YEARS.first && year <= YEARS.last;
}
