import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  server: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^-]/, 'expected the name of a server')
    .meta({ examples: ['erp'] })
    .describe('Server as barman calls it'),
  config: z
    .string()
    .startsWith('/')
    .optional()
    .describe('Config of barman, when it is not in its usual place'),
  asUser: z
    .string()
    .regex(/^[a-z_][\w-]*\$?$/, 'expected the name of a user')
    .optional()
    .describe('Run it as this user by "sudo -n": barman refuses every user but its own'),
  timeout: durationSchema().prefault('1m').describe('Longest time one call may take'),
  program: z.string().min(1).default('barman').describe('barman, or the full path of it'),
});
