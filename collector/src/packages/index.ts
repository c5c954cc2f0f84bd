import type { KeyObject } from 'node:crypto';
import { statSync } from 'node:fs';
import { type AgentPackage, packageKeyPin, signIndex } from '@watchcase/protocol';
import { type Log, UserError } from '@watchcase/runtime';
import type { AgentBundle } from '../agent-bundle/index.ts';
import { notHere, shelfIn, sumOf } from './shelf.ts';

export { packageKeyIn } from './package-key.ts';
export { type Shelf, shelfIn } from './shelf.ts';

/** The agent's packages that hosts fetch from us. */
export interface Packages {
  /** Pins the key that signs them: SHA-256 of it, base64url. */
  keyPin(): string;
  /** What there is, the newest first: what was added, and for a platform that nobody added anything for, the agent that came with this collector. */
  all(): Promise<AgentPackage[]>;
  /** The same, signed: the text of `/packages/index.json`. */
  index(): Promise<string>;
  /** Where a package's bytes are; they are those that were added. Errors: PACKAGE_NOT_HERE, PACKAGE_CHANGED. */
  path(file: string): Promise<string>;
}

/** What it needs. */
export interface PackageNeeds {
  /** Folder of what was added. */
  folder: string;
  bundle: AgentBundle;
  key: KeyObject;
  log: Log;
}

/** Gives away what is on the shelf. */
export function openPackages({ folder, bundle, key, log }: PackageNeeds): Packages {
  const shelf = shelfIn(folder);
  /** Files whose bytes were found to be those that were added, as they were then. */
  const sound = new Map<string, string>();
  const pin = packageKeyPin(key);

  async function all(): Promise<AgentPackage[]> {
    const added = shelf.list();
    const missing = bundle.platforms().filter((platform) => added.every((one) => one.platform !== platform));
    const own = await Promise.all(missing.map((platform) => bundle.package(platform)));
    return [...added, ...own.map(({ offer }) => offer)];
  }

  async function checked({ file, sha256 }: AgentPackage, path: string): Promise<string> {
    const found = statSync(path, { throwIfNoEntry: false });
    const seen = `${found?.size} ${found?.mtimeMs} ${found?.ino} ${sha256}`;
    if (sound.get(file) === seen) return path;
    if (found === undefined || (await sumOf(path)).sha256 !== sha256) {
      log.error({ code: 'PACKAGE_CHANGED', file }, 'a package is not what was added; it is not given away');
      throw changed(file);
    }
    sound.set(file, seen);
    return path;
  }

  return {
    keyPin: () => pin,
    all,
    index: async () => signIndex(await all(), key),
    async path(file) {
      const added = shelf.list().find((one) => one.file === file);
      if (added !== undefined) return checked(added, shelf.path(file));
      for (const platform of bundle.platforms())
        if (bundle.fileOf(platform) === file) return (await bundle.package(platform)).path;
      throw notHere(file);
    },
  };
}

function changed(file: string): UserError {
  return new UserError({
    code: 'PACKAGE_CHANGED',
    place: file,
    message: 'the package on the collector is not the one that was added to it',
    fix: 'find out who changed it; then "watchcase packages remove" it and add it again',
  });
}
