import { z } from 'zod';

/** Settings of the probe. */
export const options = z
  .strictObject({
    mount_points: z
      .array(z.string())
      .default([])
      .describe('Only these mount points, written as in /proc/mounts; empty for all'),
    ignore_fs: z
      .array(z.string())
      .default([])
      .describe('File system types to leave out, besides those that hold no files'),
  })
  .describe('Space and inodes of mounted file systems');
