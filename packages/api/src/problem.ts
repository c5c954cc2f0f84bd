import { z } from 'zod';

/** RFC 9457 problem with a stable code and every fault found. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  faults: z
    .array(z.object({ code: z.string(), place: z.string(), message: z.string(), fix: z.string().optional() }))
    .optional(),
});
export type Problem = z.infer<typeof problemSchema>;
