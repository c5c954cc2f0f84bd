import { z } from 'zod';

/** Settings of the probe. */
export const options = z
  .strictObject({
    mountPoints: z
      .array(z.string())
      .default([])
      .describe('Only these mount points, written as in /proc/mounts; empty for all'),
    ignoreFs: z
      .array(z.string())
      .default([])
      .describe('File system types to leave out, besides those that hold no files'),
  })
  .describe('Space and inodes of mounted file systems');
