import { z } from 'zod';
import { isId, isName, LONGEST_ID, LONGEST_NAME } from './names.ts';

/** What people call a customer, a site or a host, in any script. White space around it is left out. */
export const displayNameSchema = z
  .string()
  .max(LONGEST_NAME)
  .refine((text) => !/\p{Cc}/u.test(text), 'has a character that cannot be shown')
  .refine(isName, 'needs a letter or a digit')
  .trim();

/** What a customer, a site or a host is for programs: it never changes. */
export const idSchema = z.string().refine(isId, `expected 1 to ${LONGEST_ID} of a-z, 0-9 and hyphens`);
