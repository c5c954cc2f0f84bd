import { effect, signal } from '@preact/signals';
import type { Language } from '@watchcase/api';
import { preferredLanguage } from '../words/preferred-language.ts';
import { recall, remember } from './remembered.ts';

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
