import { z } from 'zod';
import { idSchema } from './name-schemas.ts';
import { languageSchema } from './title.ts';
import { severitySchema, textSchema } from './vocabulary.ts';

const who = z.string().min(1).max(63).optional().describe('Default: yourself');
const personSchema = z.object({ id: z.string(), name: z.string() });

/** What a person writes of one method. */
const methodSchema = z.strictObject({
  id: idSchema,
  channel: textSchema({ min: 1, max: 63 }),
  address: textSchema({ min: 1, max: 254 }),
});
/** By which methods for what, and when; hours are spans such as 18:00-09:00 by `mon` or `mon-fri`. */
const ruleSchema = z.strictObject({
  severities: z.array(severitySchema).max(4).optional(),
  hours: z.record(z.string(), z.array(z.string())).optional(),
  methods: z.array(idSchema).min(1).max(20),
  after: z.string().max(20).optional(),
});
const quietSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  days: z.array(z.string()).max(7).optional(),
});

/** All of it at once; what is left out is none. */
export const newReachSchema = z.strictObject({
  person: who,
  /** That of the answer that was changed. */
  version: z.int().min(0).optional(),
  methods: z.array(methodSchema).max(20).default([]),
  rules: z.array(ruleSchema).max(20).default([]),
  quiet: quietSchema.nullable().default(null),
});
export type NewReach = z.input<typeof newReachSchema>;

export const sendCodeSchema = z.strictObject({ person: who, language: languageSchema.default('en') });
export const checkCodeSchema = z.strictObject({
  person: who,
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'expected the six digits of the code'),
});

/** How a person is reached. */
export const reachSchema = z.object({
  person: personSchema,
  version: z.int(),
  /** Channels of the config that reach people at addresses of their own. */
  channels: z.array(z.object({ name: z.string(), type: z.string() })),
  methods: z.array(
    z.object({
      id: z.string(),
      channel: z.string(),
      address: z.string(),
      state: z
        .enum(['verified', 'unverified', 'no-channel'])
        .describe('Only verified ones are used; no-channel: the config does not have it any more'),
    }),
  ),
  rules: z.array(ruleSchema),
  quiet: quietSchema.nullable(),
  /** False: nobody can page this person. */
  isReached: z.boolean(),
  /** People for whom the asker may decide; none for those who decide for themselves alone. */
  people: z.array(personSchema),
});
export type ReachView = z.infer<typeof reachSchema>;

/** What the other side said of the code. */
export const codeSentSchema = z.object({
  outcome: z.enum(['delivered', 'retry', 'failed']),
  detail: z.string(),
});
export type CodeSent = z.infer<typeof codeSentSchema>;
