import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { makeFolder, UserError } from '@watchcase/runtime';
import { copyDatabase } from './copy-database.ts';
import { filesOfConfig, filesOfData, type OtherFile } from './find-files.ts';
import { backupName, removeOldBackups, unfinishedName } from './list-backups.ts';
import { type Manifest, MANIFEST } from './manifest.ts';
import { dumpPostgres, type ProgramEnv } from './postgres-programs.ts';
import { seal } from './seal.ts';
import { bytesOf, writeFile } from './write-file.ts';

export const HISTORY = 'history.db';
export const STORE = { sqlite: 'watchcase.db', postgres: 'store.pgdump' } as const;

/** What a backup is made of, and where. */
export interface BackupNeeds {
  /** Data folder of a collector; it may be running. */
  data: string;
  configFile: string | undefined;
  /** URL of the PostgreSQL database; undefined where the store is SQLite. */
  postgres: string | undefined;
  /** Folder of backups. */
  into: string;
  /** How many stay there; all without it. */
  keep: number | undefined;
  sealTo: string | undefined;
  version: string;
  env: ProgramEnv;
  now: number;
}

/** What was made, and which were removed for it. */
export interface MadeBackup {
  path: string;
  bytes: number;
  removed: string[];
}

/**
 * Makes a backup as a folder of files: it has its name once all of it is on disk. The store is copied before the history, so that the history is never behind what agents have been
 * told to forget. Errors: BACKUP_FOLDER_UNUSABLE, BACKUP_NO_SPACE, BACKUP_DAMAGED, BACKUP_PROGRAM_FAILED, DATA_FOLDER_UNUSABLE.
 */
export async function createBackup(needs: BackupNeeds): Promise<MadeBackup> {
  const { data, into, now } = needs;
  if (!existsSync(join(data, HISTORY)))
    throw new UserError({
      code: 'DATA_FOLDER_UNUSABLE',
      place: data,
      message: 'there is no data of a collector in it',
      fix: 'name the data folder of a collector that was started once: --data DIR',
    });
  const name = backupName(now);
  const path = join(into, name);
  const making = join(into, unfinishedName(name));
  try {
    makeFolder(into);
    if (existsSync(path)) throw unusable(path, 'there is one of this second already');
    const config = filesOfConfig(needs.configFile, data);
    const others = [...filesOfData(data, into), ...config.files];
    checkSpace(needs, others);
    const files = await fill(making, needs, others);
    const manifest: Manifest = {
      form: 1,
      version: needs.version,
      madeAt: new Date(now).toISOString(),
      machine: hostname(),
      store: needs.postgres === undefined ? 'sqlite' : 'postgres',
      sealedTo: needs.sealTo ?? null,
      files,
      elsewhere: config.elsewhere,
    };
    await writeFile(join(making, MANIFEST), only(`${JSON.stringify(manifest, null, 2)}\n`));
    syncFolder(making);
    renameSync(making, path);
    syncFolder(into);
    const removed = needs.keep === undefined ? [] : removeOldBackups(into, needs.keep);
    return { path, bytes: files.reduce((sum, file) => sum + file.bytes, 0), removed };
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw isOfTheKernel(error) ? unusable(into, error.message) : error;
  }
}

async function fill(
  making: string,
  needs: BackupNeeds,
  others: readonly OtherFile[],
): Promise<Manifest['files']> {
  const { data, postgres, sealTo } = needs;
  const plain = join(making, 'plain');
  makeFolder(making);
  const files: Manifest['files'] = [];
  const put = async (name: string, from: string) => {
    const bytes = sealTo === undefined ? bytesOf(from) : seal(bytesOf(from), { to: sealTo, name });
    files.push({ name, ...(await writeFile(join(making, name), bytes)) });
  };
  const putCopy = async (name: string, copy: () => Promise<void>) => {
    await copy();
    await put(name, plain);
    rmSync(plain);
  };
  if (postgres === undefined)
    await putCopy(STORE.sqlite, () => copyDatabase(join(data, STORE.sqlite), plain));
  else await putCopy(STORE.postgres, () => dumpPostgres(postgres, plain, needs.env));
  await putCopy(HISTORY, () => copyDatabase(join(data, HISTORY), plain));
  for (const { name, from } of others) await put(name, from);
  return files;
}

/** A disk that gets full by a backup hurts more than a backup that is missing. */
function checkSpace({ data, postgres, into }: BackupNeeds, others: readonly OtherFile[]): void {
  const databases = [HISTORY, ...(postgres === undefined ? [STORE.sqlite] : [])].map((name) =>
    join(data, name),
  );
  const sizes = [...databases, ...others.map(({ from }) => from)].map((path) => statSync(path).size);
  const largest = Math.max(...databases.map((path) => statSync(path).size));
  const needed = sizes.reduce((sum, size) => sum + size, largest);
  const { bavail, bsize } = statfsSync(into);
  if (bavail * bsize > needed * 1.1) return;
  throw new UserError({
    code: 'BACKUP_NO_SPACE',
    place: into,
    message: `about ${megabytes(needed)} MB are needed there, ${megabytes(bavail * bsize)} MB are free`,
    fix: 'free some, keep fewer (backup.keep), or name a folder on another disk (backup.folder)',
  });
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

async function* only(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}

function isOfTheKernel(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function unusable(place: string, message: string): UserError {
  return new UserError({
    code: 'BACKUP_FOLDER_UNUSABLE',
    place,
    message: `no backup can be put there (${message})`,
    fix: 'check that this user may write there and the disk has space',
  });
}
