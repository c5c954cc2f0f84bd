import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  jobName: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[\w .:-]+$/, 'expected the name of a job: letters, digits, blanks, and . : - _')
    .meta({ examples: ['backup-erp1'] })
    .describe('Name of the job in the director'),
  catalogue: z.enum(['postgresql', 'mysql']).default('postgresql').describe('Database of the catalogue'),
  env: z
    .record(z.string(), secretSchema)
    .prefault({})
    .describe(
      'How to reach it: PGHOST, PGDATABASE, PGUSER, PGPASSWORD; of MySQL and MariaDB MYSQL_HOST, MYSQL_PWD',
    ),
  user: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^-]/)
    .optional()
    .describe('Of MySQL and MariaDB: user who may only read'),
  database: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^-]/)
    .default('bacula')
    .describe('Name of the catalogue: bacula or bareos'),
  expires: z
    .boolean()
    .default(false)
    .describe(
      "Also tell when the client's retention takes jobs off the catalogue; needs SELECT on its table client as well",
    ),
  timeout: durationSchema().prefault('30s').describe('Longest time the question may take'),
  program: z.string().min(1).optional().describe('psql or mariadb, or the full path of it'),
});
