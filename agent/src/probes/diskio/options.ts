import { z } from 'zod';

/** Settings of the probe. */
export const options = z
  .strictObject({
    devices: z
      .array(z.string())
      .default([])
      .describe('Only these devices, with * and ?, also partitions, md and dm; empty for whole disks'),
  })
  .describe('What the disks do');
