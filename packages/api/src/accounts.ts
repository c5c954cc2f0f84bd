import { z } from 'zod';
import { languageSchema } from './title.ts';
import { roles, timeSchema } from './vocabulary.ts';

export const roleSchema = z.enum(roles);

/** Somebody who may sign in, and what they may. */
export const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: roleSchema,
  customers: z.array(z.string()).nullable().describe('Only these customers; null: all'),
  teams: z.array(z.string()).describe('And what one of these teams has, where customers are named'),
  language: languageSchema.nullable(),
  hasPassword: z.boolean(),
  hasProvider: z.boolean().describe('Has signed in by OpenID Connect'),
  createdAt: timeSchema,
  retiredAt: timeSchema.nullable(),
});
export type Account = z.infer<typeof accountSchema>;
export const accountListSchema = z.object({ items: z.array(accountSchema) });

const name = z.string().trim().min(1).max(100);
const email = z.email().max(200).nullable();
const ids = z.array(z.string().min(1).max(63)).max(1000);

export const newAccountSchema = z.strictObject({
  name,
  email: email.default(null),
  role: roleSchema,
  customers: ids.nullable().default(null),
  teams: ids.default([]),
  language: languageSchema.nullable().default(null),
});
export type NewAccount = z.infer<typeof newAccountSchema>;

/** What is not said stays as it is. */
export const accountChangeSchema = z.strictObject({
  name: name.optional(),
  email: email.optional(),
  role: roleSchema.optional(),
  customers: ids.nullable().optional(),
  teams: ids.optional(),
  language: languageSchema.nullable().optional(),
  retired: z.boolean().optional().describe('May not sign in any more; its history stays'),
});
export type AccountChange = z.infer<typeof accountChangeSchema>;

/** A session, or an API token; never its secret. */
export const keySchema = z.object({
  id: z.string(),
  name: z.string().describe("Of a token: its own; of a session: its account's"),
  owner: z.string(),
  scope: roleSchema.nullable().describe("A token's role, where it is less than its owner's"),
  device: z.string().nullable(),
  createdAt: timeSchema,
  expiresAt: timeSchema.nullable(),
  seenAt: timeSchema.nullable(),
  current: z.boolean().describe('It is what this was asked with'),
});
export type Key = z.infer<typeof keySchema>;
export const keyListSchema = z.object({ items: z.array(keySchema) });

export const newTokenSchema = z.strictObject({
  name,
  scope: roleSchema.nullable().default(null),
  validDays: z.int().min(1).max(3650).nullable().default(365).describe('null: until it is ended'),
});
export type NewToken = z.input<typeof newTokenSchema>;
export const createdTokenSchema = keySchema.extend({ token: z.string().describe('Told this once') });
export type CreatedToken = z.infer<typeof createdTokenSchema>;

export const newPasswordSchema = z.strictObject({
  old: z.string().max(200).optional(),
  new: z.string().max(1000),
});

/** By what people can sign in here. */
export const signInWaysSchema = z.object({
  mail: z.boolean().describe('A link can be mailed'),
  provider: z.string().nullable().describe('Name of the OpenID Connect provider'),
});
export type SignInWays = z.infer<typeof signInWaysSchema>;
