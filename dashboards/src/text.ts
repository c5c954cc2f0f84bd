/** Languages of the sets. */
export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** A text in every language. Double braces name a tag of the series that it is about. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** Makes a text of both languages; neither may be empty. */
export function text(en: string, zh: string): Text {
  return { en, zh };
}

/** The text as a reader of the language has it. */
export function textIn(language: Language, { en, zh }: Text): string {
  return language === 'en' ? en : zh;
}
