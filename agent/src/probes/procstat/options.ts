import { z } from 'zod';

const watchedSchema = z.strictObject({
  name: z.string().min(1).max(128).describe('Name in alerts and charts (tag process_name)'),
  exe: z
    .string()
    .min(1)
    .optional()
    .describe('Program: its name (postgres) or full path; `name` when nothing else is given'),
  pattern: z
    .string()
    .min(1)
    .refine(isExpression, { error: 'is not a regular expression' })
    .optional()
    .describe('Regular expression that the program with its arguments must match'),
  pidFile: z.string().min(1).optional().describe('File that holds the process number'),
  user: z.string().min(1).optional().describe('Name or number of the user it runs as'),
});

/** One watched program; a process belongs to it when it meets everything that is given. */
export type Watched = z.output<typeof watchedSchema>;

export const options = z
  .strictObject({
    watch: z
      .array(watchedSchema)
      .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, {
        error: 'two entries have the same name',
      })
      .default([])
      .describe('Programs to watch; each is looked for among all processes'),
  })
  .describe('Whether programs run, and what they use');

function isExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
