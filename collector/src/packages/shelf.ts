import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type AgentPackage, compareVersions, isPackage, isVersion } from '@watchcase/protocol';
import { makeFolder, measureFile, UserError, writeWhole } from '@watchcase/runtime';
import { packageOfName } from './package-name.ts';

const LIST = 'list.json';
const PLATFORM = /^[a-z\d-]{1,64}$/;

/** The packages in a collector's folder `packages`: what was added, whether a collector runs or not. */
export interface Shelf {
  /** What was added, the newest versions first. */
  list(): AgentPackage[];
  /** Copies a file in. What its name does not say is given. Errors: PACKAGE_UNREADABLE, PACKAGE_NAMELESS, PACKAGE_EXISTS, DATA_FOLDER_UNUSABLE. */
  add(
    file: string,
    given: { version?: string | undefined; platform?: string | undefined },
  ): Promise<AgentPackage>;
  /** Errors: PACKAGE_NOT_HERE. */
  remove(file: string): void;
  /** Where its bytes are. */
  path(file: string): string;
}

/** The shelf in `folder`, which need not be there yet. */
export function shelfIn(folder: string): Shelf {
  const place = (name: string) => join(folder, name);

  function list(): AgentPackage[] {
    if (!existsSync(place(LIST))) return [];
    return readList(place(LIST)).toSorted((a, b) => compareVersions(b.version, a.version));
  }

  function write(packages: readonly AgentPackage[]): void {
    writeWhole(place(LIST), `${JSON.stringify(packages, null, 2)}\n`);
  }

  return {
    list,
    path: place,
    async add(from, given) {
      const { version = given.version, platform = given.platform } = packageOfName(basename(from)) ?? {};
      if (version === undefined || platform === undefined || !isVersion(version) || !PLATFORM.test(platform))
        throw nameless(from);
      const file = nameOf(from, { version, platform });
      const { sha256, bytes } = await sumOf(from);
      const others = list().filter((one) => one.file !== file);
      const same = list().find((one) => one.file === file);
      if (same !== undefined && same.sha256 !== sha256) throw exists(file);
      const added = { file, version, platform, bytes, sha256 };
      await orUnusable(folder, async () => {
        makeFolder(folder);
        await copyFile(from, place(`${file}.new`));
        renameSync(place(`${file}.new`), place(file));
        write([...others, added]);
      });
      return added;
    },
    remove(file) {
      const left = list().filter((one) => one.file !== file);
      if (left.length === list().length) throw notHere(file);
      write(left);
      rmSync(place(file), { force: true });
    },
  };
}

function readList(file: string): AgentPackage[] {
  try {
    const packages: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(packages) && packages.every(isPackage)) return packages;
  } catch {
    // Told below, as a list of something else is.
  }
  throw new UserError({
    code: 'DATA_FOLDER_UNUSABLE',
    place: file,
    message: 'the list of packages cannot be read',
    fix: 'bring it back from a backup, or remove it and add the packages again',
  });
}

/** Bytes of a file and SHA-256 of them, hexadecimal. Errors: PACKAGE_UNREADABLE. */
export async function sumOf(file: string): Promise<{ bytes: number; sha256: string }> {
  try {
    return await measureFile(file);
  } catch (error) {
    throw new UserError({
      code: 'PACKAGE_UNREADABLE',
      place: file,
      message: `the package cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`,
      fix: 'check the path and that this user may read it',
    });
  }
}

/** There is no such package. */
export function notHere(file: string): UserError {
  return new UserError({
    code: 'PACKAGE_NOT_HERE',
    place: file,
    message: 'this collector has no such package',
    fix: 'see "watchcase packages list"; add one with "watchcase packages add FILE"',
  });
}

/** A file whose own name does not say what it is gets one that does. */
function nameOf(from: string, { version, platform }: { version: string; platform: string }): string {
  const own = basename(from);
  return packageOfName(own) === undefined ? `watchcase-agent_${version}_${platform}.tar.gz` : own;
}

function nameless(file: string): UserError {
  return new UserError({
    code: 'PACKAGE_NAMELESS',
    place: file,
    message: 'its name does not say which version it is, and for which platform',
    fix: 'call it as "npm run package" does (watchcase-agent_0.3.0_linux-x64.tar.gz), or give --package-version and --platform',
  });
}

function exists(file: string): UserError {
  return new UserError({
    code: 'PACKAGE_EXISTS',
    place: file,
    message: 'there is another package of this version for this platform',
    fix: 'what is given away as one version never changes: build it as the next version',
  });
}

async function orUnusable(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new UserError({
      code: 'DATA_FOLDER_UNUSABLE',
      place: folder,
      message: `the package cannot be kept there (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`,
      fix: 'check that this user may write the folder and that there is space',
    });
  }
}
