import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureFile } from '@watchcase/runtime';
import { checkDatabase } from './copy-database.ts';
import { HISTORY, STORE } from './create.ts';
import { damaged, type Manifest, readManifest } from './manifest.ts';
import { checkDump, type ProgramEnv } from './postgres-programs.ts';
import { unseal } from './seal.ts';
import { bytesOf, writeFile } from './write-file.ts';

/** A backup that was looked through. */
export interface VerifiedBackup {
  manifest: Manifest;
  bytes: number;
  /** False where it is encrypted and no key was given: then only its bytes were compared. */
  isRead: boolean;
}

/**
 * Compares every file of a backup with what was written when it was made, and reads its databases from end to end. Errors: BACKUP_NOT_FOUND, BACKUP_DAMAGED, BACKUP_KEY_WRONG,
 * BACKUP_PROGRAM_FAILED.
 */
export async function verifyBackup(
  path: string,
  { key, env }: { key: string | undefined; env: ProgramEnv },
): Promise<VerifiedBackup> {
  const manifest = readManifest(path);
  for (const { name, bytes, sha256 } of manifest.files) {
    const file = join(path, name);
    if (!existsSync(file)) throw damaged(file, 'it is missing');
    const found = await measureFile(file);
    if (found.bytes !== bytes) throw damaged(file, `it has ${found.bytes} bytes; ${bytes} were written`);
    if (found.sha256 !== sha256) throw damaged(file, 'its bytes are not those that were written');
  }
  const isRead = manifest.sealedTo === null || key !== undefined;
  if (isRead)
    await readable(
      path,
      manifest,
      async (file, name) => {
        if (name === STORE.postgres) await checkDump(file, env);
        else checkDatabase(file, join(path, name));
      },
      key,
    );
  return { manifest, bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0), isRead };
}

/** Shows each database as a plain file, one at a time. */
async function readable(
  path: string,
  { files, store, sealedTo }: Manifest,
  look: (file: string, name: string) => Promise<void>,
  key: string | undefined,
): Promise<void> {
  for (const name of [STORE[store], HISTORY]) {
    if (!files.some((file) => file.name === name)) throw damaged(join(path, name), 'it is not in the backup');
    if (sealedTo === null || key === undefined) {
      await look(join(path, name), name);
      continue;
    }
    const folder = mkdtempSync(join(tmpdir(), 'watchcase-verify-'));
    try {
      const plain = join(folder, 'plain');
      await writeFile(plain, unseal(bytesOf(join(path, name)), { key, name }));
      await look(plain, name);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
