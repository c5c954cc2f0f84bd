import { z } from 'zod';

/** Settings of the probe. */
export const options = z
  .strictObject({
    percpu: z.boolean().default(false).describe('Also one set of series for each processor'),
  })
  .describe('How the processors spend their time');
