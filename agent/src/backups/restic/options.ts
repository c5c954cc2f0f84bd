import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z
  .strictObject({
    repository: secretSchema
      .meta({ examples: ['/srv/backup/erp'] })
      .describe(
        'Repository as restic knows it: a path, sftp:, rest:, s3: …; what is before an "@" in it is never shown',
      ),
    password: secretSchema.optional().describe('Password of the repository'),
    passwordFile: z
      .string()
      .min(1)
      .optional()
      .meta({ examples: ['/etc/watchcase/erp.password'] })
      .describe('File with the password of the repository, read by restic each time'),
    env: z
      .record(z.string(), secretSchema)
      .prefault({})
      .describe('Further environment of restic: AWS_ACCESS_KEY_ID, HOME for SSH keys …'),
    host: z.string().min(1).optional().describe('Only snapshots of this host'),
    tags: z
      .array(z.string().min(1))
      .default([])
      .describe('Only snapshots with one of these tags; "a,b" asks for both'),
    paths: z.array(z.string().min(1)).default([]).describe('Only snapshots of these paths'),
    measureSize: z
      .boolean()
      .default(false)
      .describe(
        'Before restic 0.17: measure each new snapshot by "restic stats", which reads all its folders',
      ),
    timeout: durationSchema().prefault('2m').describe('Longest time one call of restic may take'),
    program: z.string().min(1).default('restic').describe('restic, or the full path of it'),
  })
  .superRefine((it, context) => {
    const { RESTIC_PASSWORD, RESTIC_PASSWORD_FILE, RESTIC_PASSWORD_COMMAND } = it.env;
    const ways = [
      it.password,
      it.passwordFile,
      RESTIC_PASSWORD,
      RESTIC_PASSWORD_FILE,
      RESTIC_PASSWORD_COMMAND,
    ];
    const given = ways.filter((way) => way !== undefined).length;
    if (given === 1) return;
    const message =
      given === 0
        ? 'a password is missing: give "password" or "passwordFile"'
        : 'more than one password is given';
    context.addIssue({ code: 'custom', path: ['password'], message });
  });
