import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the tool. */
export const options = z.strictObject({
  target: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Only backups at this disk, volume or share, as Get-WBBackupSet names it'),
  timeout: durationSchema().prefault('2m').describe('Longest time the question may take'),
  program: z.string().min(1).default('powershell.exe').describe('powershell.exe, or the full path of it'),
});
