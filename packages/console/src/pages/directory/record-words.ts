import type { RecordKind } from '@watchcase/api';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { calendarDaysText, calendarDayText, datedMinuteText, momentsText } from '../../words/moment.ts';
import { recordName } from '../../words/record-fields.ts';
import { type RecordWords, titleSaid } from '../../words/record-said.ts';
import { durationSaid } from '../../words/span.ts';

/** The reader's words for what stands in records as fixed words; `name` knows what others are called. */
export function recordWords(name: (kind: RecordKind, id: string) => string = (_, id) => id): RecordWords {
  const { cases, contact, directory, oncall, shell } = texts.value;
  return {
    ...directory.said,
    and: shell.and,
    name,
    duration: (written) => durationSaid(written, shell.unit, shell.workingDays),
    day: (written) => calendarDayText(written, language.value),
    moment: (written) => datedMinuteText(Date.parse(written), language.value),
    values: {
      severities: cases.severity,
      categories: cases.category,
      'scope.categories': cases.category,
      'quiet.days': contact.dayNames,
      language: directory.languages,
      kind: oncall.kinds,
    },
  };
}

/** What a record is called: its name, or of whom and when it is, else its id. */
export function recordTitle(
  record: { kind: RecordKind; id: string; data: Readonly<Record<string, unknown>> },
  words: RecordWords,
): string {
  const span = (from: string, to: string) =>
    (from.includes('T') || to.includes('T') ? momentsText : calendarDaysText)(from, to, language.value);
  const { titles } = texts.value.records;
  return titleSaid(record, titles, { ...words, span }) ?? recordName(record, language.value);
}
