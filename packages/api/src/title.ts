import { z } from 'zod';

/** The languages people read cases and pages in. */
export const languages = ['en', 'zh-CN'] as const;
export const languageSchema = z.enum(languages);
export type Language = z.infer<typeof languageSchema>;

/** One line that says what is wrong, in each language. */
export const titleSchema = z.object({ en: z.string(), 'zh-CN': z.string() });
export type Title = z.infer<typeof titleSchema>;

/** A title from its texts; without a Chinese one, the first stands for every language. */
export function titleOf(en: string, zhCn: string | null = null): Title {
  return { en, 'zh-CN': zhCn ?? en };
}
