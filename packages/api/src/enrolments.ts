import { z } from 'zod';
import { displayNameSchema, idSchema } from './name-schemas.ts';
import { listOf, timeSchema } from './vocabulary.ts';

/** A one-time permission for one host to join. Customer and site are named as people call them, in any script; their ids are made of it, or given. */
export const newEnrolmentSchema = z.object({
  /** A host that is to have another credential, instead of a place for a new one. */
  host: z.string().max(130).optional(),
  customer: displayNameSchema.optional(),
  customerId: idSchema.optional(),
  site: displayNameSchema.optional(),
  siteId: idSchema.optional(),
  /** Say `carefulCommand`, too. */
  careful: z.boolean().default(false),
  /** How long the token may be used. */
  validMinutes: z.number().int().min(1).max(43_200).default(60),
});
export type NewEnrolment = z.infer<typeof newEnrolmentSchema>;
export const enrolmentSchema = z.object({
  id: z.number().int(),
  /** Ids; the names are what people call them. */
  customer: z.string(),
  customerName: z.string(),
  site: z.string(),
  siteName: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  usedAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
  host: z.string().nullable(),
});
/** The token is shown once, here. */
export const createdEnrolmentSchema = enrolmentSchema.extend({
  token: z.string(),
  /** Installs the agent from the collector and joins; for a host that has nothing yet. */
  command: z.string(),
  /** The same for a host with busybox only, or over a network that is not trusted, where it was asked for: it knows the script by its SHA-256, and is good until packages change. */
  carefulCommand: z.string().nullable(),
  /** Joins with an agent that is installed. */
  enrolCommand: z.string(),
  /** True when no other machine than the collector's own could use them, as it is configured. */
  onlyHere: z.boolean(),
});
export type CreatedEnrolment = z.infer<typeof createdEnrolmentSchema>;
export const enrolmentListSchema = listOf(enrolmentSchema);
export type Enrolment = z.infer<typeof enrolmentSchema>;
