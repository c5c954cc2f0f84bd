import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { drillTool } from '../contract.ts';
import { drillFailed } from '../drill-failed.ts';
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

const snapshotsSchema = z.array(z.object({ id: z.string(), time: z.string() }));

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
    const all = snapshotsSchema.parse(JSON.parse(await run('snapshots', '--json', ...filters)));
    const newest = all
      .map(({ id, time }) => ({ id, at: Date.parse(time) }))
      .toSorted((a, b) => b.at - a.at)[0];
    if (newest === undefined)
      throw drillFailed('restic', 'the repository has no snapshot that the plan asks for');
    const folder = place.folder('restored');
    const parts = it.include.flatMap((path) => ['--include', path]);
    await run('restore', newest.id, '--target', folder, ...parts);
    return { folder, snapshotAt: newest.at };
  },
});
