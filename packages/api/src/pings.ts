import { z } from 'zod';
import { listOf, timeSchema } from './vocabulary.ts';

/** An address at which a job says by itself that it begins, has ended or has failed. */
export const pingAddressSchema = z.object({
  id: z.string(),
  /** null: of all jobs of the host, each by its name behind the address. */
  job: z.string().nullable(),
  createdAt: timeSchema,
  createdBy: z.string(),
  /** When something came last; null before the first. */
  lastAt: timeSchema.nullable(),
  /** What: `start`, `success`, `fail`, `log` or an exit code. */
  lastWord: z.string().nullable(),
  /** What the job had printed then, at most 4 000 characters. */
  lastText: z.string(),
});
export type PingAddress = z.infer<typeof pingAddressSchema>;
export const pingAddressListSchema = listOf(pingAddressSchema).pick({ items: true });

/** Of which job; without one, of all of the host. */
export const newPingAddressSchema = z.strictObject({ job: z.string().trim().min(1).max(128).optional() });

/** The answer to making one: it has the address, this once. */
export const createdPingAddressSchema = pingAddressSchema.extend({ url: z.string() });
