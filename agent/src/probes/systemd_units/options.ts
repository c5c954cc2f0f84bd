import { z } from 'zod';

const unitName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9:_.\\@*?[\]-]+$/, 'is not the name of a unit')
  .refine((name) => !/@(?:\.|$)/.test(name), 'is a template; name an instance of it, or "name@*"');

/** Settings of the probe. */
export const options = z.strictObject({
  watch: z
    .array(unitName)
    .default([])
    .describe('Units to watch: nginx, backup.timer, "postgresql@*"; without a type it is a service'),
});
