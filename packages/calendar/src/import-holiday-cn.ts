import { z } from 'zod';
import type { Calendar } from './calendar-schema.ts';

/** What an import knows of a calendar: its days, and for which dates they are known. */
export interface ImportedDays {
  off: NonNullable<Calendar['off']>;
  makeUp: NonNullable<Calendar['makeUp']>;
  coverage?: NonNullable<Calendar['coverage']>;
}

const dateSchema = z.iso.date();
const holidayCnSchema = z.object({
  year: z.number().int().min(1900).max(2100),
  papers: z.array(z.string()).optional(),
  days: z.array(z.object({ name: z.string(), date: dateSchema, isOffDay: z.boolean() })),
});

/**
 * Reads one year in the form of holiday-cn: days off and the days worked for them. Throws an Error with a sentence for people when it is none, and when it is the
 * empty list of a year that has not been announced.
 */
export function importHolidayCn(value: unknown): ImportedDays {
  const parsed = holidayCnSchema.safeParse(value);
  if (!parsed.success)
    throw new Error('it is not a year of holiday-cn: { year, days: [{ name, date, isOffDay }] }');
  const { year, days } = parsed.data;
  if (days.length === 0) throw new Error(`${year} has no days in it: it has not been announced yet`);
  const off = days.filter(({ isOffDay }) => isOffDay);
  const worked = days.filter(({ isOffDay }) => !isOffDay);
  return {
    off: off.map(({ name, date }) => ({ date, name })),
    makeUp: worked.map(({ name, date }) => ({ date, name })),
    coverage: { from: `${year}-01-01`, until: `${year}-12-31` },
  };
}
