import { z } from 'zod';
import { parsePeriod } from './periods.ts';

/** A period's name. */
export const periodSchema = z
  .string()
  .max(10)
  .refine(
    (name) => parsePeriod(name) !== undefined,
    'expected a period such as 2026, 2026-Q1, 2026-03, 2026-W12 or 2026-03-15',
  );
