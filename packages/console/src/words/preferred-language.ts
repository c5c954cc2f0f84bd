import type { Language } from '@watchcase/api';

/** The language of a reader who has not chosen: Chinese where the browser's first known language is Chinese. */
export function preferredLanguage(wanted: readonly string[]): Language {
  const first = wanted.find((one) => /^(zh|en)\b/i.test(one));
  return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en';
}
