import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  folders: z
    .string()
    .startsWith('/', 'expected a full path that begins with "/"')
    .max(480)
    .regex(/[^/]$/, 'expected no slash at the end')
    .meta({ examples: ['/srv/backup/mariadb/*'] })
    .describe('The target folders of mariadb-backup, with * and ?: each that matches is a backup'),
});
