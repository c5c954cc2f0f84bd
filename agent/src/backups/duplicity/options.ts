import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  target: z
    .string()
    .regex(
      /^[a-z][\w+.-]*:\/\//,
      'expected an address such as file:///srv/backup/erp or sftp://backup@nas/erp',
    )
    .max(512)
    .refine(
      (target) => !/:\/\/[^/@\s]*:[^/@\s]*@/.test(target),
      'a password in the address would be seen by every user of the machine: give it as FTP_PASSWORD in "env"',
    )
    .meta({ examples: ['file:///srv/backup/erp'] })
    .describe('Address of the backups as duplicity knows it, without a password'),
  env: z
    .record(z.string(), secretSchema)
    .prefault({})
    .describe('Environment of duplicity: FTP_PASSWORD, AWS_SECRET_ACCESS_KEY, PASSPHRASE …'),
  timeout: durationSchema().prefault('5m').describe('Longest time the call may take'),
  program: z.string().min(1).default('duplicity').describe('duplicity, or the full path of it'),
});
