import { z } from 'zod';
import { visibilitySchema } from './case-acts.ts';

const MIB = 1_048_576;

/** Bytes that a file may have which somebody attaches. */
export const FILE_BYTES = 10 * MIB;

/** What proves a drill that people made: files, and bytes of all of them. */
export const EVIDENCE_BOUNDS = { files: 20, bytes: 50 * MIB } as const;

/** A file that somebody attached, without its bytes. */
export const attachmentSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** By its content, whatever its name says. */
  type: z.string(),
  sizeBytes: z.number().int(),
  visibility: visibilitySchema,
});
export type Attachment = z.infer<typeof attachmentSchema>;
