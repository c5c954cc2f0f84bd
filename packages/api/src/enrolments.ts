import { z } from 'zod';
import { listOf, timeSchema } from './vocabulary.ts';

/** A one-time permission for one host to join. */
export const newEnrolmentSchema = z.object({
  customer: z.string().min(1).max(63).default('default'),
  site: z.string().min(1).max(63).default('main'),
  /** How long the token may be used. */
  validMinutes: z.number().int().min(1).max(43_200).default(60),
});
export const enrolmentSchema = z.object({
  id: z.number().int(),
  customer: z.string(),
  site: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  usedAt: timeSchema.nullable(),
  host: z.string().nullable(),
});
/** The token is shown once, here. */
export const createdEnrolmentSchema = enrolmentSchema.extend({ token: z.string(), command: z.string() });
export type CreatedEnrolment = z.infer<typeof createdEnrolmentSchema>;
export const enrolmentListSchema = listOf(enrolmentSchema);
export type Enrolment = z.infer<typeof enrolmentSchema>;
