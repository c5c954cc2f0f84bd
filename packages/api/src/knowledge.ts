import { z } from 'zod';
import { titleSchema } from './title.ts';
import { categorySchema, listOf, textSchema, timeSchema } from './vocabulary.ts';

const long = textSchema({ max: 10_000 });

/** Life of an article: nobody but its writer has looked at it, somebody has, nobody shall use it any more. */
export const articleStates = ['draft', 'reviewed', 'retired'] as const;
export const articleStateSchema = z.enum(articleStates);

/** What is known of a fault and its solution. */
export const articleSchema = z.object({
  id: z.number().int(),
  title: z.string(),
  symptom: z.string(),
  cause: z.string(),
  solution: z.string(),
  category: categorySchema,
  product: z.string().nullable(),
  /** The rule that finds the fault. */
  rule: z.string().nullable(),
  fromCase: z.number().int().nullable(),
  state: articleStateSchema,
  /** Cases in which it helped. */
  uses: z.number().int(),
  createdBy: z.string(),
  updatedAt: timeSchema,
  /** Goes with every change: of two at once the second is refused. */
  version: z.number().int(),
});
export type Article = z.infer<typeof articleSchema>;
export const articleListSchema = listOf(articleSchema);

export const newArticleSchema = z.object({
  title: textSchema({ min: 1, max: 200 }),
  symptom: long.default(''),
  cause: long.default(''),
  solution: textSchema({ min: 1, max: 10_000 }),
  category: categorySchema,
  product: z.string().max(100).nullable().default(null),
  rule: z.string().max(200).nullable().default(null),
});
export type NewArticle = z.output<typeof newArticleSchema>;

export const articleChangeSchema = z.object({
  version: z.int(),
  title: textSchema({ min: 1, max: 200 }).optional(),
  symptom: long.optional(),
  cause: long.optional(),
  solution: textSchema({ min: 1, max: 10_000 }).optional(),
  category: categorySchema.optional(),
  product: z.string().max(100).nullable().optional(),
  rule: z.string().max(200).nullable().optional(),
  state: articleStateSchema.optional(),
});
export type ArticleChange = z.output<typeof articleChangeSchema>;

/** Why something earlier is like a case. */
export const likenessReasons = ['same-rule', 'same-host', 'same-customer', 'same-category', 'words'] as const;

/** Something earlier that may solve a case: another case, or an article. */
export const likeSchema = z.object({
  kind: z.enum(['case', 'article']),
  id: z.number().int(),
  /** In English; `titles` has every language. */
  title: z.string(),
  titles: titleSchema,
  cause: z.string(),
  solution: z.string(),
  why: z.array(z.enum(likenessReasons)),
  /** The words both have, at most ten. */
  words: z.array(z.string()),
});
export type Like = z.infer<typeof likeSchema>;
/** The best first. */
export const likesSchema = z.object({ items: z.array(likeSchema) });
