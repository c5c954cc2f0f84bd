import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isUserError, readText, UserError } from '@watchcase/runtime';
import { FILE_CODES } from '../directory/index.ts';

/** A file as it is sent: the name it is spoken of by, and its text. */
export interface ReadFile {
  name: string;
  text: string;
}

/** A file, or every `*.yaml` of a folder and of those in it, by name. Errors: DIRECTORY_UNREADABLE, DIRECTORY_NOT_UTF8, DIRECTORY_TOO_LONG. */
export function readFolder(path: string): ReadFile[] {
  const files = attempt(path, () => (statSync(path).isDirectory() ? yamlFilesIn(path) : [path]));
  if (files.length === 0) throw unreadable(path, 'there is no *.yaml in it');
  return files.map((file) => readOne(file, FILE_CODES));
}

/** One file of any kind. Errors: as readFolder. */
export function readOne(path: string, codes = FILE_CODES): ReadFile {
  return attempt(path, () => ({ name: path, text: readText(path, path, codes) }));
}

function yamlFilesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return yamlFilesIn(path);
      return /\.ya?ml$/i.test(entry.name) ? [path] : [];
    });
}

function attempt<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isUserError(error)) throw error;
    throw unreadable(place, `it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

function unreadable(place: string, message: string): UserError {
  return new UserError({
    code: 'DIRECTORY_UNREADABLE',
    place,
    message,
    fix: 'check the path and that this user may read it',
  });
}
