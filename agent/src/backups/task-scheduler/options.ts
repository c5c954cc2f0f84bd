import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  task: z
    .string()
    .max(200)
    // What PowerShell takes for the end of a text, or for a pattern, no name of a task holds here.
    .regex(
      /^(?:\\[^\\/:*?"'\u2018-\u201b<>|[\]\p{Cc}]+)+$/u,
      'expected the full path of a task, such as \\Backup\\Nightly',
    )
    .meta({ examples: ['\\Backup\\Nightly'] })
    .describe('Full path of the task'),
  warnings: z
    .array(z.int().min(1).max(4_294_967_295))
    .default([])
    .describe('Results that mean a usable backup with warnings, such as 1, 2 and 3 of robocopy'),
  timeout: durationSchema().prefault('1m').describe('Longest time the question may take'),
  program: z.string().min(1).default('powershell.exe').describe('powershell.exe, or the full path of it'),
});
