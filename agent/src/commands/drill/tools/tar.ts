import { z } from 'zod';
import { drillTool } from '../contract.ts';
import { newestFile } from './newest-file.ts';

const options = z.strictObject({
  file: z.string().min(1).describe('The archive, or a pattern whose newest file it is'),
  paths: z.array(z.string().min(1)).default([]).describe('Only these paths of the archive'),
});

/** The newest of some archives of tar, packed or not. Owners are left aside: they may not exist here. */
export const tar = drillTool({
  options,
  async restore(it, place) {
    const { path, modifiedAt } = await newestFile(it.file);
    const folder = place.folder('restored');
    await place.run({
      program: 'tar',
      args: ['-x', '-f', path, '-C', folder, '--no-same-owner', '--', ...it.paths],
    });
    return { folder, snapshotAt: Math.round(modifiedAt) };
  },
});
