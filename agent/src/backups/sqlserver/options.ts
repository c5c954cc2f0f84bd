import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  server: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^-]/)
    .meta({ examples: ['erp1,1433'] })
    .describe('Server as sqlcmd knows it: host, host,port or host\\instance'),
  database: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^'\n]+$/, 'expected the name of a database, without quotes')
    .meta({ examples: ['erp'] })
    .describe('Database whose backups are watched'),
  user: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^-]/)
    .optional()
    .describe('Login that may read msdb; without it that of the agent itself (-E)'),
  password: secretSchema.optional().describe('Password of the login'),
  logs: z
    .boolean()
    .default(true)
    .describe('Also tell the backups of the transaction log, as a location of their own'),
  trustCertificate: z.boolean().default(false).describe('Take any certificate of the server (-C)'),
  timeout: durationSchema().prefault('30s').describe('Longest time the question may take'),
  program: z.string().min(1).default('sqlcmd').describe('sqlcmd, or the full path of it'),
});
