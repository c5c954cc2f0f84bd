import { z } from 'zod';
import { roleSchema } from './accounts.ts';
import { timeSchema } from './vocabulary.ts';

/** Who is signed in, what they may, and the collector's clock: countdowns go by it, not by the reader's. */
export const sessionSchema = z.object({
  name: z.string(),
  account: z.string().describe('Id of the account'),
  role: roleSchema,
  customers: z.array(z.string()).nullable().describe('Only these; null: all'),
  may: z.array(z.string()).describe('Actions of docs/access.md'),
  hasPassword: z.boolean(),
  serverTime: timeSchema,
});
export type Session = z.infer<typeof sessionSchema>;
