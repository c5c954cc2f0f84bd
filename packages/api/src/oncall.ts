import { z } from 'zod';
import { severitySchema, textSchema, timeSchema } from './vocabulary.ts';

const personSchema = z.object({ id: z.string(), name: z.string() });
const momentSchema = z.iso.datetime({ offset: true });
const id = z.string().min(1).max(63);

/** Why somebody is on duty, or why nobody is. */
export const dutyReasonSchema = z.enum(['turn', 'swap', 'stands-in', 'override', 'no-layer', 'all-away']);
export type DutyReasonView = z.infer<typeof dutyReasonSchema>;

/** Which rotas; what is not named does not matter. */
const whichSchema = z.object({
  rota: id.optional(),
  team: id.optional(),
  skill: z.string().min(1).max(60).optional(),
  region: z.string().min(1).max(60).optional(),
  severity: severitySchema.optional(),
});

export const whoQuerySchema = whichSchema.extend({ at: momentSchema.optional().describe('Default: now') });

/** Who is on duty, by each rota that answers: the narrowest first. */
export const whoSchema = z.object({
  at: timeSchema,
  items: z.array(
    z.object({
      rota: personSchema,
      team: z.string().nullable(),
      people: z.array(
        personSchema.extend({
          hasSkill: z.boolean().describe('Has the skill that was asked for; true where none was'),
          inRegion: z.boolean().describe('Looks after the region that was asked for; true where none was'),
        }),
      ),
      layer: z.string().nullable(),
      reason: dutyReasonSchema,
      record: z.string().nullable().describe('The override or swap that made it so'),
      isGap: z.boolean().describe('Nobody is on duty though somebody must be'),
      until: timeSchema.nullable().describe('When that changes; null: not within two weeks'),
    }),
  ),
});
export type Who = z.infer<typeof whoSchema>;

export const dutyPreviewQuerySchema = whichSchema.extend({ from: momentSchema, to: momentSchema });

export const dutyPreviewSchema = z.object({
  /** Everybody named below. */
  people: z.array(personSchema),
  items: z.array(
    z.object({
      rota: personSchema,
      team: z.string().nullable(),
      zone: z.string(),
      spans: z.array(
        z.object({
          from: timeSchema,
          to: timeSchema,
          people: z.array(z.string()),
          layer: z.string().nullable(),
          reason: dutyReasonSchema,
          record: z.string().nullable(),
        }),
      ),
      gaps: z.array(z.object({ from: timeSchema, to: timeSchema })),
    }),
  ),
});
export type DutyPreview = z.infer<typeof dutyPreviewSchema>;

/** What somebody must look at before it happens. */
export const dutyFindingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('gap'), rota: personSchema, from: timeSchema, to: timeSchema }),
  z.object({
    kind: z.literal('twice'),
    person: personSchema,
    rotas: z.array(personSchema),
    from: timeSchema,
    to: timeSchema,
  }),
  z.object({ kind: z.literal('retired'), person: personSchema, rota: personSchema }),
  z.object({
    kind: z.literal('unverified'),
    person: personSchema,
    method: z.string(),
    channel: z.string(),
  }),
  z.object({ kind: z.literal('unreachable'), person: personSchema, rota: personSchema }),
  z.object({
    kind: z.literal('empty-step'),
    chain: personSchema,
    step: z.number().int().nullable().describe('Counted from 1; null: the last resort'),
  }),
]);
export type DutyFindingView = z.infer<typeof dutyFindingSchema>;
export const dutyFindingsSchema = z.object({ until: timeSchema, items: z.array(dutyFindingSchema) });

const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'expected a month such as 2026-02');
export const fairnessQuerySchema = whichSchema.extend({ from: month, to: month });

/** Hours, nights and holidays of each person in each month. */
export const fairnessSchema = z.object({
  items: z.array(
    z.object({
      person: personSchema,
      month: z.string(),
      hours: z.number(),
      nights: z.number().int(),
      holidays: z.number().int(),
    }),
  ),
});
export type Fairness = z.infer<typeof fairnessSchema>;

export const pagedQuerySchema = z.object({ from: momentSchema, to: momentSchema });

/** How often each person was paged; a night is 22:00 to 06:00 on their own wall. */
export const pagedSchema = z.object({
  items: z.array(
    z.object({
      person: personSchema,
      pages: z.number().int(),
      cases: z.number().int(),
      atNight: z.number().int().describe('Pages that came at night'),
      nights: z.number().int().describe('Nights with a page'),
    }),
  ),
});
export type Paged = z.infer<typeof pagedSchema>;

const note = textSchema({ min: 1, max: 2000 }).optional();
const span = { from: momentSchema, to: momentSchema };

export const newOverrideSchema = z.strictObject({
  rota: id,
  ...span,
  people: z.array(id).min(1).max(10),
  instead: id.optional(),
  note,
});
export const newSwapSchema = z.strictObject({
  rota: id,
  person: id.optional().describe('Default: yourself'),
  with: id,
  ...span,
  back: z.strictObject(span).optional(),
  note,
});
export const newAbsenceSchema = z.strictObject({
  person: id.optional().describe('Default: yourself'),
  from: z.string().max(40),
  to: z.string().max(40),
  kind: z.enum(['vacation', 'sick', 'training', 'other']).optional(),
  note,
});

/** For whom somebody acts; default: themselves. */
export const actForSchema = z.strictObject({ person: id.optional() });

const madeSchema = {
  id: z.string(),
  rota: personSchema,
  from: timeSchema,
  to: timeSchema,
  note: z.string().nullable(),
};

/** What changes rotas now and later, and who the reader is among the people of the directory. */
export const dutyChangesSchema = z.object({
  me: personSchema.nullable(),
  decidesForOthers: z.boolean(),
  people: z.array(personSchema),
  rotas: z.array(personSchema.extend({ team: personSchema.nullable(), zone: z.string() })),
  overrides: z.array(
    z.object({
      ...madeSchema,
      people: z.array(personSchema),
      instead: personSchema.nullable(),
      agreedBy: z.string(),
      agreedAt: timeSchema,
    }),
  ),
  swaps: z.array(
    z.object({
      ...madeSchema,
      person: personSchema,
      with: personSchema,
      back: z.object({ from: timeSchema, to: timeSchema }).nullable(),
      state: z.enum(['asked', 'agreed', 'declined']),
      waitsFor: z.array(personSchema).describe('Whose word is missing'),
    }),
  ),
  absences: z.array(
    z.object({
      id: z.string(),
      person: personSchema,
      from: z.string(),
      to: z.string(),
      kind: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
});
export type DutyChangesView = z.infer<typeof dutyChangesSchema>;

/** Of whom or of which team a feed is. */
export const newFeedSchema = z
  .strictObject({ person: id.optional(), team: id.optional() })
  .refine(
    ({ person, team }) => (person === undefined) !== (team === undefined),
    'expected a person or a team',
  );
export const feedSchema = z.object({
  id: z.string(),
  person: personSchema.nullable(),
  team: personSchema.nullable(),
  createdAt: timeSchema,
  createdBy: z.string(),
  readAt: timeSchema.nullable().describe('When it was last fetched'),
});
export type Feed = z.infer<typeof feedSchema>;
export const feedListSchema = z.object({ items: z.array(feedSchema) });
export const createdFeedSchema = feedSchema.extend({ url: z.string().describe('Told this once') });
export type CreatedFeed = z.infer<typeof createdFeedSchema>;
