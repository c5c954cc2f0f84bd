import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { readAll } from '../../../backups/list-reader.ts';
import { archiveReader } from '../../../backups/borg/parse-archives.ts';
import { drillTool } from '../contract.ts';
import { newestSnapshot } from './newest-snapshot.ts';
import { envSchema, revealed } from './secret-env.ts';

const options = z.strictObject({
  repository: secretSchema,
  passphrase: secretSchema.optional(),
  env: envSchema,
  archives: z.string().min(1).default('*').describe('Only archives with such a name'),
  paths: z
    .array(z.string().min(1))
    .default([])
    .describe('Only these paths of the archive, without the first slash'),
  program: z.string().min(1).default('borg'),
});

/** The newest archive of a borg repository. Its own base folder: a copy that was looked at must not make the original a moved one; no lock, so that a backup is not held up. */
export const borg = drillTool({
  options,
  async restore(it, place) {
    const env = revealed({
      BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
      BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
      ...it.env,
      BORG_BASE_DIR: place.folder('borg'),
      BORG_REPO: it.repository,
      BORG_PASSPHRASE: it.passphrase,
    });
    const folder = place.folder('restored');
    const run = (...args: string[]) => place.run({ program: it.program, args, env, folder });
    const listed = await run('list', '--bypass-lock', '--json', '--glob-archives', it.archives);
    const { id, at } = newestSnapshot('borg', readAll(archiveReader(), listed), place.now());
    await run('extract', '--bypass-lock', `::${id}`, ...it.paths);
    return { folder, snapshotAt: at };
  },
});
