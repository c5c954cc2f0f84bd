import { z } from 'zod';
import { fileOptions } from '../file-options.ts';

/** Settings of the tool. */
export const options = z.strictObject({
  patterns: z
    .array(z.string().startsWith('/', 'expected a full path that begins with "/"').max(512))
    .min(1)
    .meta({ examples: [['/srv/backup/erp-*.dump.gz']] })
    .describe('Full paths of the backup files with *, ? and **; each pattern is a location of its own'),
  ...fileOptions,
});
