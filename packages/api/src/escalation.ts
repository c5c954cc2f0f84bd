import { z } from 'zod';
import { timeSchema } from './vocabulary.ts';

const namedSchema = z.object({ id: z.string(), name: z.string() });

/** Where a case stands in its chain: who was asked last, and who is next. */
export const escalationSchema = z.object({
  /** `C-1042`. */
  case: z.string(),
  /** As it was when the case took it; null: no chain answers for the case, everybody of the config's duty was paged. */
  chain: namedSchema.extend({ version: z.number().int(), team: namedSchema }).nullable(),
  because: z
    .enum(['asking', 'acknowledged', 'progress', 'held', 'over', 'detected-late', 'ended', 'no-chain'])
    .describe('What it waits for, or why nobody else is asked'),
  isLapsed: z
    .boolean()
    .describe('Somebody has the case and was not seen at it: whoever answers has it from then on'),
  steps: z.number().int(),
  rounds: z.number().int(),
  /** Null before somebody was asked, and once somebody has it. */
  asked: z
    .object({
      people: z.array(namedSchema),
      at: timeSchema,
      round: z.number().int(),
      step: z.number().int(),
    })
    .nullable(),
  /** As rotas and ways of reaching people are now; null when nothing comes by itself. */
  next: z
    .object({
      what: z.enum(['step', 'last-resort', 'lapse', 'progress', 'end']),
      at: timeSchema,
      people: z.array(namedSchema),
      round: z.number().int().nullable(),
      step: z.number().int().nullable(),
    })
    .nullable(),
});
export type EscalationView = z.infer<typeof escalationSchema>;
