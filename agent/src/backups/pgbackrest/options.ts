import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  stanza: z
    .string()
    .min(1)
    .max(128)
    .meta({ examples: ['erp'] })
    .describe('Stanza of the database'),
  repo: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('Only this repository (repo1 is 1); by default each is a location of its own'),
  config: z
    .string()
    .startsWith('/')
    .optional()
    .describe('Config of pgBackRest, when it is not in its usual place'),
  env: z
    .record(z.string(), secretSchema)
    .prefault({})
    .describe('Further environment: PGBACKREST_REPO1_CIPHER_PASS, PGBACKREST_REPO1_S3_KEY_SECRET …'),
  timeout: durationSchema().prefault('1m').describe('Longest time one call may take'),
  program: z.string().min(1).default('pgbackrest').describe('pgbackrest, or the full path of it'),
});
