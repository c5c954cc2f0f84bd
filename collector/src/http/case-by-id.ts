import { z } from 'zod';

/** A case in an address. Digits only: what else JavaScript reads as a number (`1e3`, ` 1`) names no case. */
export const caseById = z.object({
  id: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(1)),
});
