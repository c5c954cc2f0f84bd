import { civilDay, type CivilDay, formatCivilDay, parseCivilDay } from './civil-day.ts';
import type { ImportedDays } from './import-holiday-cn.ts';

/** What is worked and not free, by the words calendars use for it. */
const WORKED = /班|补课|\bmake-?up\b|\bworking day\b|\bworkday\b/i;
const MOST_DAYS = 2000;

/**
 * Reads an iCalendar file (RFC 5545): each event of whole days is days off, or a make-up day where its summary says so (上班, 补班, make-up). Rules of repetition
 * are refused: what repeats by rule is a `fixed` day. Throws an Error with a sentence for people.
 */
export function importIcs(text: string): ImportedDays {
  const lines = unfold(text);
  if (lines[0]?.toUpperCase() !== 'BEGIN:VCALENDAR')
    throw new Error('it does not begin with BEGIN:VCALENDAR');
  const off: ImportedDays['off'] = [];
  const makeUp: ImportedDays['makeUp'] = [];
  for (const event of eventsIn(lines)) {
    const { from, to, name } = daysOf(event);
    if (WORKED.test(name))
      for (let day = from; day <= to; day++) makeUp.push({ date: formatCivilDay(day), name });
    else off.push({ date: formatCivilDay(from), ...(to > from ? { to: formatCivilDay(to) } : {}), name });
  }
  if (off.length + makeUp.length === 0) throw new Error('no event of whole days is in it');
  if (off.length + makeUp.length > MOST_DAYS) throw new Error(`more than ${MOST_DAYS} events are in it`);
  return { off: off.toSorted(byDate), makeUp: makeUp.toSorted(byDate) };
}

function byDate(a: { date: string }, b: { date: string }): number {
  return a.date < b.date ? -1 : Number(a.date > b.date);
}

/** Long lines are continued with a space or a tab. */
function unfold(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .reduce<string[]>((lines, line) => {
      if (/^[ \t]/.test(line) && lines.length > 0) lines.push(`${lines.pop() ?? ''}${line.slice(1)}`);
      else if (line !== '') lines.push(line);
      return lines;
    }, []);
}

type Event = ReadonlyMap<string, string>;

function* eventsIn(lines: readonly string[]): Generator<Event> {
  let event: Map<string, string> | undefined;
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).split(';')[0]?.toUpperCase() ?? '';
    const value = line.slice(colon + 1).trim();
    if (name === 'BEGIN' && value.toUpperCase() === 'VEVENT') event = new Map();
    else if (name === 'END' && value.toUpperCase() === 'VEVENT') {
      if (event !== undefined) yield event;
      event = undefined;
    } else event?.set(name, value);
  }
}

function daysOf(event: Event): { from: CivilDay; to: CivilDay; name: string } {
  const name = unescape(event.get('SUMMARY') ?? '').slice(0, 200);
  if (event.has('RRULE')) throw new Error(`"${name}" repeats by a rule: give it as a fixed day`);
  const from = dayIn(event.get('DTSTART'));
  if (from === undefined) throw new Error(`"${name}" begins on no day (DTSTART)`);
  // The end is the first day that is not meant any more.
  const end = dayIn(event.get('DTEND')) ?? from + 1;
  return { from, to: Math.max(from, end - 1), name };
}

const DATE = /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:T|$)/;

function dayIn(value: string | undefined): CivilDay | undefined {
  const { year, month, day } = DATE.exec(value ?? '')?.groups ?? {};
  if (year === undefined || parseCivilDay(`${year}-${month ?? ''}-${day ?? ''}`) === undefined)
    return undefined;
  return civilDay(Number(year), Number(month), Number(day));
}

function unescape(text: string): string {
  return text.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? ' ' : sign));
}
