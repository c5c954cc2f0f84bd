import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { readAll } from '../../../backups/list-reader.ts';
import { snapshotReader } from '../../../backups/restic/snapshots.ts';
import { drillTool } from '../contract.ts';
import { newestSnapshot } from './newest-snapshot.ts';
import { envSchema, revealed } from './secret-env.ts';

const options = z.strictObject({
  repository: secretSchema,
  password: secretSchema.optional(),
  passwordFile: z.string().min(1).optional(),
  env: envSchema,
  host: z.string().min(1).optional().describe('Only snapshots of this host'),
  tags: z.array(z.string().min(1)).default([]),
  paths: z.array(z.string().min(1)).default([]),
  include: z
    .array(z.string().min(1))
    .default([])
    .describe('Only these paths of the snapshot are brought back'),
  program: z.string().min(1).default('restic'),
});

/** The newest snapshot of a restic repository; no lock is taken and no cache written. */
export const restic = drillTool({
  options,
  async restore(it, place) {
    const env = revealed({
      ...it.env,
      RESTIC_REPOSITORY: it.repository,
      RESTIC_PASSWORD: it.password,
      RESTIC_PASSWORD_FILE: it.passwordFile,
    });
    const run = (...args: string[]) =>
      place.run({ program: it.program, args: ['--no-lock', '--no-cache', ...args], env });
    const filters = [
      ...(it.host === undefined ? [] : ['--host', it.host]),
      ...it.tags.flatMap((tag) => ['--tag', tag]),
      ...it.paths.flatMap((path) => ['--path', path]),
    ];
    const listed = readAll(snapshotReader(), await run('snapshots', '--json', ...filters));
    const { id, at } = newestSnapshot('restic', listed, place.now());
    const folder = place.folder('restored');
    const parts = it.include.flatMap((path) => ['--include', path]);
    await run('restore', id, '--target', folder, ...parts);
    return { folder, snapshotAt: at };
  },
});
