import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** One module of a built program: the name of its file and its text. */
export interface BuiltModule {
  name: string;
  text: string;
}

/** What a program is started by; the others have the hash of what is in them in their names. */
export const FIRST_MODULE = 'main.mjs';
/** Names of what the last build made. */
const LIST = 'modules.json';
/** What was made last may run for months; what was made before that, and in a day's work, is not likely to run any more. */
const KEPT_MS = 86_400_000;

/**
 * Puts a built program into `folder`, whole at each moment: two may do so at once, and a program that is started or runs meanwhile finds all that it was made of. What the build before made stays; what is older than it
 * and than a day goes. `now` in Unix milliseconds.
 */
export function writeModules(folder: string, modules: readonly BuiltModule[], now: number): void {
  mkdirSync(folder, { recursive: true });
  const path = (name: string) => join(folder, name);
  const put = (name: string, text: string) => {
    const own = path(`${name}.${process.pid}.new`);
    writeFileSync(own, text);
    renameSync(own, path(name));
  };
  const first = modules.find(({ name }) => name === FIRST_MODULE);
  if (first === undefined) throw new Error(`the build has no ${FIRST_MODULE}`);
  for (const { name, text } of modules) if (name !== FIRST_MODULE && !existsSync(path(name))) put(name, text);
  const isNew = !existsSync(path(FIRST_MODULE)) || readFileSync(path(FIRST_MODULE), 'utf8') !== first.text;
  // Whoever looks whether it is older than the sources finds it made now.
  if (!isNew) return utimesSync(path(FIRST_MODULE), now / 1000, now / 1000);
  const made = modules.map(({ name }) => name);
  const kept = new Set([...made, ...builtModules(folder), LIST]);
  put(LIST, JSON.stringify(made));
  // Last: a build that was broken off before it is made again.
  put(FIRST_MODULE, first.text);
  for (const name of readdirSync(folder))
    if (!kept.has(name) && now - statSync(path(name)).mtimeMs > KEPT_MS) rmSync(path(name), { force: true });
}

/** Names of what the last build made in `folder`; none where nothing was built. */
export function builtModules(folder: string): string[] {
  const list = join(folder, LIST);
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as string[]) : [];
}
