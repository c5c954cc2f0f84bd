import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  patterns: z
    .array(z.string().startsWith('/', 'expected a full path that begins with "/"').max(512))
    .min(1)
    .meta({ examples: [['/srv/backup/erp-*.sql.gz']] })
    .describe(
      'Full paths of the dumps with *, ? and **; of a dump that is a folder its toc.dat (pg_dump) or metadata (mydumper)',
    ),
  minBytes: z
    .int()
    .min(0)
    .default(1)
    .describe('Smaller files are no dump; set it near the size a good one has'),
  ignore: z
    .array(z.string().min(1))
    .default(['*.tmp', '*.part', '*.partial', '*.filepart', '*.crdownload', '*~', '.*'])
    .describe('Names that are never a dump: what programs call a file they still write'),
  settle: durationSchema()
    .prefault('1m')
    .describe('A file changed less than this ago is still being written, and is not looked into yet'),
  timeout: durationSchema().prefault('20m').describe('Longest time it may take to read one dump through'),
});
