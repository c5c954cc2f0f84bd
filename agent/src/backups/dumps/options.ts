import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { fileOptions } from '../file-options.ts';

/** Settings of the tool. */
export const options = z.strictObject({
  patterns: z
    .array(z.string().startsWith('/', 'expected a full path that begins with "/"').max(512))
    .min(1)
    .meta({ examples: [['/srv/backup/erp-*.sql.gz']] })
    .describe(
      'Full paths of the dumps with *, ? and **; of a dump that is a folder its toc.dat (pg_dump) or metadata (mydumper)',
    ),
  ...fileOptions,
  timeout: durationSchema().prefault('20m').describe('Longest time it may take to read one dump through'),
});
