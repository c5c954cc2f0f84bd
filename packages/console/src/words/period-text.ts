import type { Language, Period } from '@watchcase/api';

/** A period in the reader's words: `March 2026`, `Q1 2026`, `2026年第12周`. */
export function periodText({ name, unit, from }: Period, language: Language): string {
  const isEnglish = language === 'en';
  const [year = '', rest = ''] = name.split('-');
  if (unit === 'year') return isEnglish ? year : `${year}年`;
  const number = Number(rest.slice(1));
  if (unit === 'quarter') return isEnglish ? `${rest} ${year}` : `${year}年第${number}季度`;
  if (unit === 'week') return isEnglish ? `Week ${number}, ${year}` : `${year}年第${number}周`;
  const form = new Intl.DateTimeFormat(isEnglish ? 'en-GB' : language, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
    ...(unit === 'day' ? { day: 'numeric' } : {}),
  });
  return form.format(from * 86_400_000);
}
