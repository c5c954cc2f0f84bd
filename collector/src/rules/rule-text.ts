import { categorySchema, severitySchema, type Title, titleOf } from '@watchcase/api';
import { z } from 'zod';

/** Names of packs and rules. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'a name of lower-case letters, digits and - is expected, a letter first');
const literalSchema = z.union([z.string(), z.number()]).transform(String);
/** What a host can call a tag. */
const tagSchema = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_.-]*$/,
    'is no name of a tag: letters, digits, _ . and - make one, path for example',
  );

const oneTitleSchema = z.string().min(1);
/** One text for every reader, or one in each language. */
const titleTextSchema = z
  .union([oneTitleSchema, z.strictObject({ en: oneTitleSchema, 'zh-CN': oneTitleSchema })])
  .transform((title): Title => (typeof title === 'string' ? titleOf(title) : title));

/** Tags that tell instances apart. */
const eachSchema = z
  .array(tagSchema)
  .superRefine((tags, context) => {
    for (const [index, tag] of tags.entries())
      if (tags.indexOf(tag) < index)
        context.addIssue({ code: 'custom', path: [index], message: 'is there twice' });
  })
  .default([]);

/** A rule as it is written. */
export const ruleSchema = z.strictObject({
  id: nameSchema,
  title: titleTextSchema,
  each: eachSchema,
  when: z.string(),
  levels: z.partialRecord(severitySchema, literalSchema).optional(),
  severity: severitySchema.optional(),
  recover: z.string().optional(),
  for: literalSchema.default('0s'),
  keepFiring: literalSchema.default('0s'),
  category: categorySchema,
  runbook: z.string().optional(),
  group: z.string().optional(),
});
export type RuleText = z.output<typeof ruleSchema>;
