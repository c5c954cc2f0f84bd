import { z } from 'zod';
import { timeSchema } from './vocabulary.ts';

/** Who is signed in, and the collector's clock: countdowns go by it, not by the reader's. */
export const sessionSchema = z.object({ name: z.string(), serverTime: timeSchema });
export type Session = z.infer<typeof sessionSchema>;
