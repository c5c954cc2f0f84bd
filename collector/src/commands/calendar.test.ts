import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarSchema } from '@watchcase/calendar';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { calendarCommand } from './calendar.ts';
import type { CommandNeeds, Options } from './needs.ts';

const year = JSON.stringify({
  year: 2027,
  days: [{ name: '元旦', date: '2027-01-01', isOffDay: true }],
});

/** Imports a file that is written for it; gives what is printed. */
function imported(text: string, into: (folder: string) => string): string {
  using folder = temporaryFolder();
  const file = join(folder.path, 'days');
  writeFileSync(file, text);
  const lines: string[] = [];
  const needs = { print: (line: string) => void lines.push(line) } as unknown as CommandNeeds;
  expect(calendarCommand(['import', file], { into: into(folder.path) } as Options, needs)).toBe(0);
  return lines.join('\n');
}

it('prints a shipped calendar with a year more, and that one with the next', () => {
  const first = imported(year, () => 'cn');
  expect(calendarSchema.parse((parse(first) as { calendars: unknown[] }).calendars[0])).toMatchObject({
    id: 'cn',
    days: 'cn@1',
    off: [{ date: '2027-01-01', name: '元旦' }],
    coverage: { from: '2024-01-01', until: '2027-12-31' },
  });
  const second = imported(year.replaceAll('2027', '2028'), (folder) => {
    writeFileSync(join(folder, 'cn.yaml'), first);
    return join(folder, 'cn.yaml');
  });
  expect((parse(second) as { calendars: unknown[] }).calendars[0]).toMatchObject({
    coverage: { from: '2024-01-01', until: '2028-12-31' },
  });
});

it.each([
  [
    'a year that is not announced',
    year.replace(/\[.*\]/, '[]'),
    /CALENDAR_UNREADABLE.*2027 has no days in it/s,
  ],
  ['no calendar file', 'hello', /CALENDAR_UNREADABLE.*does not begin with BEGIN:VCALENDAR/s],
  ['half a file', '{ "year": 2027', /CALENDAR_UNREADABLE/],
])('refuses %s', (_, text, words) => {
  expect(() => imported(text, () => 'cn')).toThrow(words);
});
