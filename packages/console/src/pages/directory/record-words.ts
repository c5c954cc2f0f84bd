import type { RecordKind } from '@watchcase/api';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { calendarDayText, datedMinuteText } from '../../words/moment.ts';
import type { RecordWords } from '../../words/record-said.ts';
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
