import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@watchcase/runtime';
import { z } from 'zod';

/** The file that says what a backup holds; it is written last. A data folder that has it was put back from one. */
export const MANIFEST = 'backup.json';

const fileSchema = z.object({
  /** Path below the backup, as it was below the data folder. */
  name: z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0]+$/),
  bytes: z.int().min(0),
  /** Of what lies there, hex. */
  sha256: z.string(),
});

const manifestSchema = z.object({
  form: z.literal(1),
  /** Version of the program that made it. */
  version: z.string(),
  /** What is in it was so at this moment, ISO 8601. */
  madeAt: z.iso.datetime(),
  /** The machine it was made on. */
  machine: z.string(),
  store: z.enum(['sqlite', 'postgres']),
  /** Public key it is encrypted to; null when it is not. */
  sealedTo: z.string().nullable(),
  files: z.array(fileSchema),
  /** What lay outside the data folder and the config names: where, and as which of the files it is kept. */
  elsewhere: z.array(z.object({ path: z.string(), name: z.string() })),
});
export type Manifest = z.output<typeof manifestSchema>;

/** Reads what a backup says of itself. Errors: BACKUP_NOT_FOUND, BACKUP_DAMAGED. */
export function readManifest(folder: string): Manifest {
  const file = join(folder, MANIFEST);
  if (!existsSync(file))
    throw new UserError({
      code: 'BACKUP_NOT_FOUND',
      place: folder,
      message: `this is no backup of a collector: there is no ${MANIFEST} in it`,
      fix: 'name the folder of one backup; one that was broken off ends in .part and is none',
    });
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw damaged(file, 'it cannot be read, or a later version has written it');
  }
}

/** What is wrong with a backup. */
export function damaged(place: string, message: string): UserError {
  return new UserError({
    code: 'BACKUP_DAMAGED',
    place,
    message,
    fix: 'take another backup, and look after the disk or the transfer that this one came by',
  });
}
