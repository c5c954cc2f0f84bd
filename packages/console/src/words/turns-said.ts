/** How turns are said: those of one length, and one length among several. */
interface TurnWords {
  turns: Readonly<Record<string, (count: number) => string>>;
  lasts: Readonly<Record<string, (count: number) => string>>;
  turnsOf: (lengths: string) => string;
  and: string;
}

/** How long turns are, as a rota has it: `1w`, or several that follow each other (pure): `every week`; what is none stays as it is. */
export function turnsSaid(every: string | readonly string[], words: TurnWords): string {
  if (typeof every === 'string') return lengthSaid(every, words.turns);
  const [only, ...more] = every;
  if (only !== undefined && more.length === 0) return lengthSaid(only, words.turns);
  return words.turnsOf(every.map((one) => lengthSaid(one, words.lasts)).join(words.and));
}

function lengthSaid(written: string, words: TurnWords['turns']): string {
  const [, count = '', unit = ''] = /^(\d+)([hdw])$/.exec(written) ?? [];
  return words[unit]?.(Number(count)) ?? written;
}

/** True of turns that all begin on one day of the week. */
export function isByWeeks(every: string | readonly string[]): boolean {
  return [every].flat().every((one) => one.endsWith('w'));
}

/** Duty hours as a rota has them, a line for each of its days: `Monday to Friday 18:00–09:00 of the next day` (pure). */
export function dutyHoursSaid(
  hours: Readonly<Record<string, readonly string[]>>,
  words: { dayNames: Readonly<Record<string, string>>; nextDay: (span: string) => string; and: string },
): { day: string; spans: string }[] {
  return Object.entries(hours).map(([day, spans]) => ({
    day: daysSaid(day, words.dayNames),
    spans: spans.map((span) => spanSaid(span, words.nextDay)).join(words.and),
  }));
}

function daysSaid(day: string, names: Readonly<Record<string, string>>): string {
  return (
    names[day] ??
    day
      .split('-')
      .map((one) => names[one] ?? one)
      .join('–')
  );
}

/** What ends no later than it begins ends on the next day. */
function spanSaid(span: string, nextDay: (span: string) => string): string {
  const [from = '', to = ''] = span.split('-');
  const said = `${from}–${to}`;
  return to <= from ? nextDay(said) : said;
}
