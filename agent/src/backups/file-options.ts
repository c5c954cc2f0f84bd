import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of every tool that tells backups by their files: which of them are backups. */
export const fileOptions = {
  minBytes: z
    .int()
    .min(0)
    .default(1)
    .describe('Smaller files are no backup; set it near the size a good one has'),
  ignore: z
    .array(z.string().min(1))
    .default(['*.tmp', '*.part', '*.partial', '*.filepart', '*.crdownload', '*~', '.*'])
    .describe('Names that are never a backup: what programs call a file they still write'),
  settle: durationSchema()
    .prefault('1m')
    .describe('A file changed less than this ago is still being written, and is not judged yet'),
};
