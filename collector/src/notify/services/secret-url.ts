import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** The address of a webhook: whoever knows it may post, so it is a secret as a whole. */
export const secretUrlSchema = z.url({ protocol: /^https?$/ }).pipe(secretSchema);
