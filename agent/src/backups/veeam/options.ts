import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  server: z
    .url({ protocol: /^https?$/, error: 'expected an address such as https://vbr.example:9419' })
    .refine((url) => !/:\/\/[^/]*@/.test(url), 'expected no user in the address: it goes into "user"')
    .meta({ examples: ['https://vbr.example:9419'] })
    .describe('Address of the REST service of Veeam Backup & Replication'),
  user: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['VBR\\watchcase'] })
    .describe('Account with the role Veeam Backup Viewer'),
  password: secretSchema.describe('Password of the account'),
  jobName: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['erp'] })
    .describe('Name of the backup job'),
  verify: z.boolean().default(true).describe('False takes any certificate of the server, such as its own'),
  timeout: durationSchema().prefault('30s').describe('Longest time an answer may take'),
});
