import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  config: z
    .string()
    .startsWith('/')
    .meta({ examples: ['/etc/watchcase-agent/kopia-erp.config'] })
    .describe(
      'Config file of a connection of its own: "kopia repository connect … --config-file PATH --readonly"',
    ),
  password: secretSchema
    .optional()
    .describe('Password of the repository, where the connection does not keep it'),
  source: z
    .string()
    .min(1)
    .max(400)
    .optional()
    .meta({ examples: ['backup@erp1:/srv/erp'] })
    .describe(
      'Only snapshots of this source, user@host:path; by default each source is a location of its own',
    ),
  env: z.record(z.string(), secretSchema).prefault({}).describe('Further environment of kopia'),
  timeout: durationSchema().prefault('2m').describe('Longest time the call may take'),
  program: z.string().min(1).default('kopia').describe('kopia, or the full path of it'),
});
