import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  server: z
    .url({ protocol: /^https?$/, error: 'expected an address such as https://pbs.example:8007' })
    .refine((url) => !/:\/\/[^/]*@/.test(url), 'expected no user in the address: it goes into "tokenId"')
    .meta({ examples: ['https://pbs.example:8007'] })
    .describe('Address of the server'),
  datastore: z
    .string()
    .regex(/^[\w.-]+$/)
    .max(64)
    .meta({ examples: ['store1'] })
    .describe('Datastore'),
  namespace: z
    .string()
    .regex(/^[\w./-]+$/)
    .max(256)
    .optional()
    .describe('Namespace within the datastore'),
  group: z
    .string()
    .regex(/^(?:vm|ct|host)\/[\w.-]+$/, 'expected vm/100, ct/101 or host/erp1')
    .meta({ examples: ['vm/100'] })
    .describe('Whose backups: type and number, or name'),
  tokenId: z
    .string()
    .regex(/^[^!\s]+@[^!\s]+![^!\s:]+$/, 'expected user@realm!name')
    .meta({ examples: ['watchcase@pbs!agent'] })
    .describe('Token that may read it, with the role DatastoreAudit'),
  token: secretSchema.describe('Secret of the token'),
  verify: z.boolean().default(true).describe('False takes any certificate of the server'),
  timeout: durationSchema().prefault('30s').describe('Longest time an answer may take'),
});
