import { z } from 'zod';
import { severities, type Severity } from './vocabulary.ts';

/** The languages people read cases and pages in. */
export const languages = ['en', 'zh-CN'] as const;
export const languageSchema = z.enum(languages);
export type Language = z.infer<typeof languageSchema>;

/** One line that says what is wrong, in each language. */
export const titleSchema = z.object({ en: z.string(), 'zh-CN': z.string() });
export type Title = z.infer<typeof titleSchema>;

/** An alert as far as it can name its case. */
export interface Naming {
  severity: Severity;
  /** Nothing is known of it at the moment. */
  frozen: boolean;
}

/** Active alerts of a case, the worst first; of equals those that fire, then as they came. The first names the case. */
export function worstFirst<A extends Naming>(active: readonly A[]): A[] {
  return active.toSorted(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) || Number(a.frozen) - Number(b.frozen),
  );
}

/** A title from its texts; without a Chinese one, the first stands for every language. */
export function titleOf(en: string, zhCn: string | null = null): Title {
  return { en, 'zh-CN': zhCn ?? en };
}
