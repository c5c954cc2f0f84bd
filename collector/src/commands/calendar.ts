import { existsSync } from 'node:fs';
import {
  type Calendar,
  calendarSchema,
  importHolidayCn,
  importIcs,
  type ImportedDays,
  mergeDays,
  shippedCalendars,
} from '@watchcase/calendar';
import { mostTold, parseBy, readText, readYaml, UserError } from '@watchcase/runtime';
import { stringify } from 'yaml';
import type { CommandNeeds, Options } from './needs.ts';

const CODES = {
  tooLong: 'CALENDAR_UNREADABLE',
  notUtf8: 'CALENDAR_UNREADABLE',
  notYaml: 'CALENDAR_UNREADABLE',
};

/**
 * `calendar import FILE --into CALENDAR`: prints a calendar that knows the days of a file, in the form that `apply` takes. `--into`: a file with one calendar, or the
 * id of one that is shipped. Errors: COMMAND_UNKNOWN, CALENDAR_UNREADABLE.
 */
export function calendarCommand(
  [act, file, ...more]: readonly string[],
  options: Options,
  needs: CommandNeeds,
): number {
  if (act !== 'import' || file === undefined || more.length > 0 || options.into === undefined)
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: ['calendar', act, file].filter((word) => word !== undefined).join(' '),
      message: '"calendar import FILE --into CALENDAR" or "calendar check" was expected',
      fix: 'FILE is a year of holiday-cn (JSON) or an iCalendar file; CALENDAR a YAML file with one calendar, or cn, de',
    });
  const calendar = calendarFor(options.into);
  const merged = mended(file, () => mergeDays(calendar, daysIn(file)));
  needs.print(stringify({ calendars: [merged] }, { lineWidth: 0 }).trimEnd());
  return 0;
}

function daysIn(file: string): ImportedDays {
  const text = readText(file, file, CODES);
  return text.trimStart().startsWith('{') ? importHolidayCn(JSON.parse(text)) : importIcs(text);
}

function calendarFor(name: string): Calendar {
  const shipped = existsSync(name) ? undefined : shippedCalendars[name];
  if (shipped !== undefined) return shipped;
  const read = readYaml({ file: name, text: readText(name, name, CODES) }, CODES);
  if ('faults' in read) throw new UserError(mostTold(read.faults));
  const { calendars } = (read.value ?? {}) as { calendars?: unknown };
  const value: unknown = Array.isArray(calendars) && calendars.length === 1 ? calendars[0] : read.value;
  const parsed = parseBy(calendarSchema, value);
  if ('data' in parsed) return parsed.data;
  throw new UserError(
    mostTold(
      parsed.problems.map(({ path, message }) => ({
        code: CODES.notYaml,
        place: `${name}: ${path.join('.')}`,
        message,
      })),
    ),
  );
}

function mended<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({
      code: CODES.notYaml,
      place,
      message: (error as Error).message,
      fix: 'give a year of holiday-cn (JSON) or an iCalendar file (ICS)',
    });
  }
}
