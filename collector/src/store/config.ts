import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Where cases, alerts and pages are kept. */
export const storeConfigSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sqlite') }),
  z.strictObject({
    kind: z.literal('postgres'),
    url: secretSchema.describe(
      'postgres://user:password@host:5432/database; env:NAME and file:PATH are read at start',
    ),
    pool: z.int().min(2).max(100).default(10).describe('Most connections at once'),
  }),
]);
export type StoreConfig = z.output<typeof storeConfigSchema>;
