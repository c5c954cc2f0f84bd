import { effect, signal } from '@preact/signals';
import { recall, remember } from './remembered.ts';

/** Languages the console speaks. */
export type Language = 'en' | 'zh-CN';

/** The language of a reader who has not chosen: Chinese where the browser's first known language is Chinese. */
export function preferredLanguage(wanted: readonly string[]): Language {
  const first = wanted.find((one) => /^(zh|en)\b/i.test(one));
  return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en';
}

const remembered = recall('language');

/** The language all texts are in now. */
export const language = signal<Language>(
  remembered === 'en' || remembered === 'zh-CN' ? remembered : preferredLanguage(navigator.languages),
);

/** Changes the language, now and for later visits. */
export function chooseLanguage(wanted: Language): void {
  language.value = wanted;
  remember('language', wanted);
}

effect(() => {
  document.documentElement.lang = language.value;
});
