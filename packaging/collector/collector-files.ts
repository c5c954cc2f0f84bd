import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { billOfMaterials, libraryComponent, nodeComponent } from '../bill-of-materials.ts';
import type { PackedFile } from '../packed-file.ts';
import { builtModules } from './write-modules.ts';
import { type Library, licenceText, neededBy, productionLibraries } from '../production-libraries.ts';

const HOST_FILES = join(import.meta.dirname, 'host-files');
/** Where the program lies on a machine. */
const LIB = '/usr/lib/watchcase';
const DOC = '/usr/share/doc/watchcase';
const PROGRAM = `${LIB}/collector/dist/`;
/** What no running program reads. */
const NOT_NEEDED = /\.(?:map|md|markdown|d\.[cm]?ts|test\.[cm]?[jt]sx?|test\.yaml|flow|tsbuildinfo)$/;
const LEFT_OUT = new Set([
  'node_modules',
  '.github',
  'test',
  'tests',
  'benchmarks',
  'benchmark',
  'docs',
  'recorded',
]);
/** Recorded machines, tools and stories that tests read. */
const RECORDED = /\/(?:agent\/src\/\w+\/[^/]+|packages\/\w+\/src)\/cases$/;
const SCRIPTS = ['scripts/node', 'scripts/watchcase', 'scripts/watchcase-agent'];

/** Parts of the house that the collector is made of; testkit is for tests, and the console is what was made of it. */
function ownFolders(root: string): string[] {
  const packages = readdirSync(join(root, 'packages')).filter(
    (name) => name !== 'testkit' && name !== 'console',
  );
  return ['agent', 'collector', 'dashboards', ...packages.map((name) => `packages/${name}`)];
}

/** The libraries that the collector and the agent beside it load. */
function collectorLibraries(root: string): Library[] {
  return productionLibraries(root, ownFolders(root));
}

/**
 * All files of the collector's package, laid out as in the checkout at `root`, so that what is tested there is what runs: the program, its libraries as pnpm placed them, the pinned Node of this
 * machine's kind, console, rules, unit and config. Throws where a library is not installed, or the console was not made.
 */
export function collectorFiles(root: string): PackedFile[] {
  const node = realpathSync(join(root, 'node_modules', nodeName()));
  const libraries = collectorLibraries(root);
  const within = (path: string) => `${LIB}/${relative(root, path)}`;
  const console = join(root, 'packages/console/dist');
  if (!existsSync(console)) throw new Error('the console was not made: sh scripts/setup');
  const own = ownFolders(root);
  return [
    ...programFiles(join(root, 'collector/dist')),
    ...own.flatMap((folder) => [
      ...filesBelow(join(root, folder), `${LIB}/${folder}`).filter(({ path }) => !path.startsWith(PROGRAM)),
      ...linksOf(join(root, folder), `${LIB}/${folder}`, within),
    ]),
    ...filesBelow(console, `${LIB}/packages/console/dist`),
    ...filesBelow(join(root, 'rules'), `${LIB}/rules`),
    ...SCRIPTS.map((name) => ({ path: `${LIB}/${name}`, from: join(root, name), mode: 0o755 })),
    fileOf(join(root, 'package.json'), `${LIB}/package.json`),
    { path: within(join(node, 'bin/node')), from: join(node, 'bin/node'), mode: 0o755 },
    linkTo(`${LIB}/node_modules/${nodeName()}`, within(node)),
    ...libraries.flatMap((library) => [
      ...filesBelow(library.folder, within(library.folder)),
      ...linksBeside(library, within),
    ]),
    ...hostFiles(),
    ...licences(root, node, libraries),
  ];
}

/** What the last build made, and nothing of those before it. */
function programFiles(dist: string): PackedFile[] {
  const made = builtModules(dist);
  if (made.length === 0) throw new Error('the program was not made: sh scripts/setup');
  return made.map((name) => fileOf(join(dist, name), PROGRAM + name));
}

/** The bill of materials (CycloneDX) of the collector's package. */
export function collectorBill(
  root: string,
  { version, sourceDate }: { version: string; sourceDate: number },
): PackedFile {
  const { version: node } = JSON.parse(
    readFileSync(join(root, 'node_modules', nodeName(), 'package.json'), 'utf8'),
  ) as { version: string };
  const product = { type: 'application', name: 'watchcase', version, license: 'Apache-2.0' } as const;
  const bill = {
    product: { ...product, purl: `pkg:generic/watchcase@${version}` },
    components: [nodeComponent(node), ...collectorLibraries(root).map(libraryComponent)],
    sourceDate,
  };
  return { path: `${DOC}/sbom.cdx.json`, text: billOfMaterials(bill) };
}

function nodeName(): string {
  return `node-linux-${process.arch}`;
}

function hostFiles(): PackedFile[] {
  const text = (name: string) => readFileSync(join(HOST_FILES, name), 'utf8');
  return [
    { path: '/usr/bin/watchcase', text: text('launcher.sh'), mode: 0o755 },
    { path: '/usr/lib/systemd/system/watchcase.service', text: text('watchcase.service') },
    { path: '/etc/watchcase/watchcase.yaml', text: text('watchcase.yaml'), mode: 0o640 },
  ];
}

function licences(root: string, node: string, libraries: readonly Library[]): PackedFile[] {
  const texts = libraries.map((library) => ({ library, from: licenceText(library) }));
  const list = libraries.map(({ name, version, license }) => `${name} ${version}: ${license}\n`).join('');
  return [
    {
      path: `${DOC}/copyright`,
      text: `Watchcase is under the Apache License 2.0. What it brings along, and under which terms:\n\n${list}`,
    },
    { path: `${DOC}/licences/watchcase`, from: join(root, 'LICENSE') },
    ...(existsSync(join(node, 'LICENSE'))
      ? [{ path: `${DOC}/licences/node`, from: join(node, 'LICENSE') }]
      : []),
    ...texts.flatMap(({ library: { name, version }, from }) =>
      from === undefined ? [] : [{ path: `${DOC}/licences/${name.replaceAll('/', '-')}-${version}`, from }],
    ),
  ];
}

function fileOf(from: string, path: string): PackedFile {
  return { path, from, mode: (statSync(from).mode & 0o111) === 0 ? 0o644 : 0o755 };
}

function filesBelow(folder: string, path: string): PackedFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const from = join(folder, entry.name);
    if (entry.isDirectory())
      return LEFT_OUT.has(entry.name) || RECORDED.test(from) ? [] : filesBelow(from, `${path}/${entry.name}`);
    return entry.isFile() && !NOT_NEEDED.test(entry.name) ? [fileOf(from, `${path}/${entry.name}`)] : [];
  });
}

/** What a part of the house names, as links in its own node_modules. */
function linksOf(folder: string, path: string, within: (path: string) => string): PackedFile[] {
  return Object.entries(neededBy(folder)).map(([name, to]) =>
    linkTo(`${path}/node_modules/${name}`, within(to)),
  );
}

/** pnpm places what a library names beside it. */
function linksBeside({ folder, name, needs }: Library, within: (path: string) => string): PackedFile[] {
  const beside = within(name.startsWith('@') ? dirname(dirname(folder)) : dirname(folder));
  return Object.entries(needs).map(([other, to]) => linkTo(`${beside}/${other}`, within(to)));
}

function linkTo(path: string, target: string): PackedFile {
  return { path, linkTo: posix.relative(posix.dirname(path), target) };
}
