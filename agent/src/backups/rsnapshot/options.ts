import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  config: z
    .string()
    .startsWith('/')
    .default('/etc/rsnapshot.conf')
    .describe('Config of rsnapshot: it names the folder, the levels, and the log, which is needed'),
});
