import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  service: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\w./:@-]+$/, 'expected a service such as erp1:1521/ERP')
    .meta({ examples: ['erp1:1521/ERP'] })
    .describe('Database as sqlplus knows it'),
  user: z
    .string()
    .regex(/^[\w$#]+$/)
    .max(128)
    .optional()
    .describe(
      'User who may select from V$RMAN_BACKUP_JOB_DETAILS; without it the wallet of "env" (TNS_ADMIN)',
    ),
  password: secretSchema.optional().describe('Password of the user'),
  logs: z
    .boolean()
    .default(true)
    .describe('Also tell the backups of archived logs, as a location of their own'),
  expires: z
    .boolean()
    .default(false)
    .describe(
      'Also tell until when backups are kept (KEEP UNTIL); needs SELECT on V$BACKUP_SET_DETAILS as well',
    ),
  env: z
    .record(z.string(), secretSchema)
    .prefault({})
    .describe('Environment of sqlplus: ORACLE_HOME, LD_LIBRARY_PATH, TNS_ADMIN …'),
  timeout: durationSchema().prefault('30s').describe('Longest time the question may take'),
  program: z.string().min(1).default('sqlplus').describe('sqlplus, or the full path of it'),
});
