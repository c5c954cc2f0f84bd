import { z } from 'zod';

/** Everybody who can be told of a case, those of the config's duty first: whom it can be handed on to. */
export const peopleSchema = z.object({ items: z.array(z.object({ name: z.string() })) });
export type People = z.infer<typeof peopleSchema>;
