import { z } from 'zod';

/** A telephone number with its country, `+8613800138000`. */
export const telephoneNumberSchema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'is not a telephone number with its country, such as +8613800138000');
