import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  storage: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[^-]/, 'expected an address such as s3://bucket/erp')
    .meta({ examples: ['s3://backup/erp'] })
    .describe(
      'Where the backups are, as people are to see it; given to wal-g as WALG_S3_PREFIX, or WALG_FILE_PREFIX when it is a path',
    ),
  config: z.string().startsWith('/').optional().describe('Config file of wal-g'),
  env: z
    .record(z.string(), secretSchema)
    .prefault({})
    .describe('Environment of wal-g: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, WALG_LIBSODIUM_KEY …'),
  timeout: durationSchema().prefault('2m').describe('Longest time the call may take'),
  program: z.string().min(1).default('wal-g').describe('wal-g, or the full path of it'),
});
