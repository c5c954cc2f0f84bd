import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A library as it is installed. */
export interface Library {
  name: string;
  version: string;
  /** As SPDX names it, or as the library itself says. */
  license: string;
  /** Where its files are, links resolved. */
  folder: string;
  /** Folders of those that it names, by the name it calls them. */
  needs: Readonly<Record<string, string>>;
  /** What npm would run when it is installed. */
  installScripts: string[];
}

interface PackageJson {
  name: string;
  version: string;
  license?: unknown;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  scripts?: Record<string, string>;
}

/** All libraries that the packages in `folders` of the checkout need to run, each once, by name and version. Throws where one is not installed. */
export function productionLibraries(root: string, folders: readonly string[]): Library[] {
  const found = new Map<string, Library>();
  for (const folder of folders) collect(join(root, folder), found);
  return [...found.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** What the packages of this house in `folders` name, by folder. */
export function neededBy(folder: string): Record<string, string> {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = packageJson(folder);
  const names = [
    ...Object.keys(dependencies).filter((name) => !(name in optionalDependencies)),
    ...Object.keys(optionalDependencies).filter((name) => find(folder, name) !== undefined),
    // pnpm places those that there are beside the library that asks for them.
    ...Object.keys(peerDependencies).filter((name) => isBeside(folder, name)),
  ];
  return Object.fromEntries(names.map((name) => [name, find(folder, name) ?? missing(name, folder)]));
}

function keyOf({ name, version }: Library): string {
  return `${name}@${version}`;
}

function collect(folder: string, found: Map<string, Library>): void {
  for (const [name, library] of Object.entries(neededBy(folder))) {
    if (found.has(library) || name.startsWith('@watchcase/')) continue;
    const { version, license, scripts = {}, name: ownName } = packageJson(library);
    found.set(library, {
      name: ownName,
      version,
      license: typeof license === 'string' ? license : JSON.stringify(license ?? null),
      folder: library,
      needs: neededBy(library),
      installScripts: ['preinstall', 'install', 'postinstall'].filter((script) => script in scripts),
    });
    collect(library, found);
  }
}

function packageJson(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
}

function isBeside(folder: string, name: string): boolean {
  const store = folder.lastIndexOf('/node_modules/');
  return store !== -1 && existsSync(join(folder.slice(0, store), 'node_modules', name));
}

/** As Node finds it: in the nearest `node_modules` above. */
function find(folder: string, name: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (at === dirname(at)) return undefined;
  }
}

function missing(name: string, folder: string): never {
  throw new Error(`the library ${name} of ${folder} is not installed`);
}

/** Path of the text of its licence; undefined where it brings none. */
export function licenceText({ folder }: Pick<Library, 'folder'>): string | undefined {
  const name = readdirSync(folder).find((file) => /^licen[cs]e|^copying/i.test(file));
  return name === undefined ? undefined : join(folder, name);
}
