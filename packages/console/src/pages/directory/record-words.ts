import { texts } from '../../texts/index.ts';
import type { RecordWords } from '../../words/record-said.ts';

/** The reader's words for what stands in records as fixed words. */
export function recordWords(): RecordWords {
  const { cases, contact, directory, oncall } = texts.value;
  return {
    ...directory.said,
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
