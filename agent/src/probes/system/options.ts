import { z } from 'zod';

/** Settings of the probe. */
export const options = z.strictObject({}).describe('Load and uptime');
