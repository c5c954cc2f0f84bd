import { z } from 'zod';

/** Settings of the probe. */
export const options = z.strictObject({}).describe('Processes by state');
