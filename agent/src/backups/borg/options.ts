import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z
  .strictObject({
    repository: secretSchema
      .meta({ examples: ['/srv/backup/erp'] })
      .describe(
        'Repository as borg knows it: a path, or ssh://user@host/path; a password in it is never shown',
      ),
    passphrase: secretSchema.optional().describe('Passphrase of the repository'),
    passphraseFile: z
      .string()
      .min(1)
      .optional()
      .describe('File with the passphrase, read each time; instead of "passphrase"'),
    env: z
      .record(z.string(), secretSchema)
      .prefault({})
      .describe('Further environment of borg: BORG_RSH, BORG_KEY_FILE …'),
    archives: z
      .string()
      .min(1)
      .default('*')
      .describe(
        'Only archives of this name, with * and ?; several hosts that share a repository are told apart by it',
      ),
    measure: z
      .boolean()
      .default(true)
      .describe(
        'Ask for size and number of files of each new archive: else an empty one passes for a backup',
      ),
    baseFolder: z
      .string()
      .startsWith('/')
      .optional()
      .describe(
        "Where borg keeps its cache for the agent; by default in the agent's own home, one for each repository",
      ),
    timeout: durationSchema().prefault('5m').describe('Longest time one call of borg may take'),
    program: z.string().min(1).default('borg').describe('borg, or the full path of it'),
  })
  .superRefine((it, context) => {
    if (it.passphrase === undefined || it.passphraseFile === undefined) return;
    context.addIssue({ code: 'custom', path: ['passphrase'], message: 'more than one passphrase is given' });
  });
