import { idSchema, isDay, textSchema } from '@watchcase/api';
import { z } from 'zod';

const noteSchema = textSchema({ min: 1, max: 2000 }).optional();
const retiredSchema = z.literal(true).optional();

const MOMENT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

function isMoment(text: string): boolean {
  return isDay(MOMENT.exec(text)?.[1] ?? '') && !Number.isNaN(Date.parse(text));
}

/** A moment with its difference to UTC: nothing about it depends on who reads it. */
const momentSchema = z
  .string()
  .refine(isMoment, 'expected a moment with its difference to UTC, such as 2026-02-16T09:00+08:00');
const dayOrMomentSchema = z
  .string()
  .refine(
    (text) => isDay(text) || isMoment(text),
    'expected a day such as 2026-02-16, or a moment such as 2026-02-16T09:00+08:00',
  );

const isInOrder = ({ from, to }: { from: string; to: string }) => Date.parse(from) < Date.parse(to);
const order = { message: 'must be after "from"', path: ['to'] };

/** Somebody is not there: a vacation. Days (both included) are days in the person's zone. */
export const absenceSchema = z
  .strictObject({
    id: idSchema,
    person: idSchema,
    from: dayOrMomentSchema,
    to: dayOrMomentSchema,
    kind: z.enum(['vacation', 'sick', 'training', 'other']).optional(),
    note: noteSchema,
    retired: retiredSchema,
  })
  .refine((absence) => isDay(absence.to) || isInOrder(absence), order)
  .refine(({ from, to }) => !isDay(to) || from.slice(0, 10) <= to, {
    message: 'must not be before "from"',
    path: ['to'],
  });
export type AbsenceRecord = z.infer<typeof absenceSchema>;

/** Others are on duty for a while: in place of all, or of one. */
export const overrideSchema = z
  .strictObject({
    id: idSchema,
    rota: idSchema,
    from: momentSchema,
    to: momentSchema,
    people: z.array(idSchema).min(1).max(10),
    /** In place of this one only, wherever they would be on duty; none: of everybody. */
    instead: idSchema.optional(),
    /** Who has agreed, and when: of two overrides of one hour the later holds. */
    agreed: z.strictObject({ by: textSchema({ min: 1, max: 200 }), at: momentSchema }),
    note: noteSchema,
    retired: retiredSchema,
  })
  .refine(isInOrder, order);
export type OverrideRecord = z.infer<typeof overrideSchema>;

const spanSchema = z.strictObject({ from: momentSchema, to: momentSchema }).refine(isInOrder, order);

/** What one of two would be on duty for the other is, and what that one has `back` the other way. It holds once both have agreed. */
export const swapSchema = z
  .strictObject({
    id: idSchema,
    rota: idSchema,
    person: idSchema,
    with: idSchema,
    from: momentSchema,
    to: momentSchema,
    /** None: nothing is asked in return. */
    back: spanSchema.optional(),
    /** Who of the two has agreed, and when; asking is agreeing. */
    agreed: z
      .array(z.strictObject({ by: idSchema, at: momentSchema }))
      .max(2)
      .optional(),
    declined: z.strictObject({ by: idSchema, at: momentSchema }).optional(),
    note: noteSchema,
    retired: retiredSchema,
  })
  .refine(isInOrder, order)
  .refine((swap) => swap.with !== swap.person, { message: 'expected somebody else', path: ['with'] })
  .superRefine((swap, context) => {
    const both = new Set([swap.person, swap.with]);
    const message = 'only one of the two can agree or decline, once';
    for (const [index, { by }] of (swap.agreed ?? []).entries())
      if (!both.has(by) || swap.agreed?.findIndex((one) => one.by === by) !== index)
        context.addIssue({ code: 'custom', path: ['agreed', index, 'by'], message });
    if (swap.declined !== undefined && !both.has(swap.declined.by))
      context.addIssue({ code: 'custom', path: ['declined', 'by'], message });
  });
export type SwapRecord = z.infer<typeof swapSchema>;
