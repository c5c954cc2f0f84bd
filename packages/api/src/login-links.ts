import { z } from 'zod';
import { timeSchema } from './vocabulary.ts';

/** A link that signs its first visitor in to the console, once. */
export const loginLinkSchema = z.object({ url: z.string(), expiresAt: timeSchema });
export type LoginLink = z.infer<typeof loginLinkSchema>;
