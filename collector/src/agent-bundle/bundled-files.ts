import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One entry of an archive: a file of ours, a text, or a link. */
export type Entry =
  | { name: string; from: string; executable: boolean }
  | { name: string; text: string; executable: boolean }
  | { name: string; linkTo: string };

const OWN_PACKAGES = ['protocol', 'runtime'];
/** What no running program reads. */
const NOT_NEEDED = /\.(?:map|md|d\.[cm]?ts|test\.ts)$/;
const LEFT_OUT = new Set(['node_modules', 'recorded', '.github', 'test', 'tests', 'benchmarks', 'docs']);

/**
 * All that an agent needs beside an operating system: itself, the packages it shares with the collector, the libraries they name, and a Node. Laid out as every package of
 * the agent (`bin`, `lib`, `VERSION`), below `lib` as in the checkout `root`, so that what is tested there is what runs elsewhere; TypeScript is not read below
 * `node_modules`, hence the links.
 */
export function bundledFiles(root: string, { node, version }: { node: string; version: string }): Entry[] {
  const own = ['agent', ...OWN_PACKAGES.map((name) => `packages/${name}`)];
  const libraries = new Map<string, string>();
  for (const folder of own) collectLibraries(join(root, folder), libraries);
  const program: Entry[] = [
    { name: 'node', from: node, executable: true },
    ...own.flatMap((folder) => [
      ...filesOf(root, `${folder}/package.json`),
      ...filesOf(root, `${folder}/src`),
    ]),
    ...OWN_PACKAGES.map((name) => ({
      name: `node_modules/@watchcase/${name}`,
      linkTo: `../../packages/${name}`,
    })),
    ...[...libraries].flatMap(([name, from]) => filesOf(from, '', `node_modules/${name}`)),
  ];
  const whole: Entry[] = [
    { name: 'VERSION', text: `${version}\n`, executable: false },
    { name: 'bin/watchcase-agent', text: launcher(join(root, 'scripts/watchcase-agent')), executable: true },
    ...filesOf(root, 'LICENSE', 'LICENCES/watchcase'),
    ...program.map((entry) => ({ ...entry, name: `lib/${entry.name}` })),
  ];
  return whole.map((entry) => ({ ...entry, name: `watchcase-agent/${entry.name}` }));
}

/** The launcher of the checkout, with the Node beside it and what Node needs to be small. */
function launcher(script: string): string {
  const parts = /^root=.*\n(?<first>[^]*?)exec "\$root\/scripts\/node" (?<options>[^\\]+) \\/m.exec(
    readFileSync(script, 'utf8'),
  )?.groups;
  if (parts === undefined) throw new Error(`${script} starts no Node`);
  return `#!/bin/sh
here=$(readlink -f -- "$0")
root=$(dirname -- "$(dirname -- "$here")")
NODE_COMPILE_CACHE="\${NODE_COMPILE_CACHE:-$root/cache}"
export NODE_COMPILE_CACHE
${parts['first']}exec "$root/lib/node" --disable-warning=ExperimentalWarning ${parts['options']} "$root/lib/agent/src/main.ts" "$@"
`;
}

/** The file or all files of the folder `path` in `root` that a running program reads, as `name`. */
function filesOf(root: string, path: string, name = path): Entry[] {
  const from = join(root, path);
  if (statSync(from).isFile()) return NOT_NEEDED.test(path) ? [] : [{ name, from, executable: false }];
  return readdirSync(from)
    .filter((inner) => !LEFT_OUT.has(inner))
    .flatMap((inner) => filesOf(root, join(path, inner), join(name, inner)));
}

/** The libraries that a package names, and those that they name. */
function collectLibraries(folder: string, found: Map<string, string>): void {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    if (name.startsWith('@watchcase/') || found.has(name)) continue;
    const library = find(folder, name);
    found.set(name, library);
    collectLibraries(library, found);
  }
}

/** As Node finds it: in the nearest `node_modules` above. */
function find(folder: string, name: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (at === dirname(at)) throw new Error(`the library ${name} of ${folder} is not installed`);
  }
}
