import { z } from 'zod';

/** Everybody of duty, in the order of the config: those whom a case can be handed on to. */
export const peopleSchema = z.object({ items: z.array(z.object({ name: z.string() })) });
export type People = z.infer<typeof peopleSchema>;
