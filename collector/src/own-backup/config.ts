import { z } from 'zod';

/** Backups that the collector makes of itself. */
export const ownBackupConfigSchema = z.strictObject({
  folder: z
    .string()
    .min(1)
    .meta({ examples: ['/var/backups/watchcase'] })
    .describe('Where backups are put, on another disk best; made for this user only'),
  at: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day in UTC such as 02:30')
    .default('02:30')
    .describe('When one is made each day, UTC'),
  keep: z.int().min(1).max(1000).default(7).describe('How many are kept; older ones are removed'),
  sealTo: z
    .string()
    .regex(/^x25519:[\w-]{43}$/, 'expected a key as "watchcase backup key" prints it')
    .optional()
    .meta({ examples: ['x25519:ZqkAWv5OvLCVsXkmVFqAhSpgvG9hdfAIVYwGUyXXJWE'] })
    .describe(
      'Public key to which backups are encrypted; who has its private key, and nobody else, can read them',
    ),
  agentState: z
    .string()
    .optional()
    .meta({ examples: ['/var/lib/watchcase-agent'] })
    .describe(
      'State folder of the agent that tells how each ended, as a run of the job "watchcase"; that of the agent beside the collector without it',
    ),
});
export type OwnBackupConfig = z.output<typeof ownBackupConfigSchema>;
