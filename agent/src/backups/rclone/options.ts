import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { fileOptions } from '../file-options.ts';

/** Settings of the tool. */
export const options = z.strictObject({
  remote: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[^-]/, 'expected a remote such as nas:backup/erp')
    .refine(
      (remote) => !/(?:pass|secret|key|token)\w*=/i.test(remote) && !/:\/\/[^/@\s]*:[^/@\s]*@/.test(remote),
      'a secret here would be seen by every user of the machine: give it as RCLONE_CONFIG_NAME_PASS in "env", or in the config of rclone',
    )
    .meta({ examples: ['nas:backup/erp'] })
    .describe('Folder as rclone knows it: NAME:path, or a path of this machine'),
  include: z
    .array(z.string().min(1))
    .min(1)
    .default(['**'])
    .describe('Only files of these names, as the filters of rclone have them; ** goes through folders'),
  config: z
    .string()
    .startsWith('/')
    .optional()
    .describe('Config of rclone that names the remote; without it "env" does'),
  env: z
    .record(z.string(), secretSchema)
    .prefault({})
    .describe('Environment of rclone: RCLONE_CONFIG_NAS_TYPE, RCLONE_CONFIG_PASS …'),
  serverTime: z
    .boolean()
    .default(false)
    .describe(
      'In object stores: the time of the upload instead of the time kept with each object, which costs a request for each',
    ),
  ...fileOptions,
  timeout: durationSchema().prefault('5m').describe('Longest time the call may take'),
  program: z.string().min(1).default('rclone').describe('rclone, or the full path of it'),
});
