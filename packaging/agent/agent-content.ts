import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CarriedLibrary, carriedLibraries } from '../node/carried-libraries.ts';
import { pinnedNode, type PinnedNode, type Platform } from '../node/pinned-nodes.ts';
import { giveBackLibrary } from '../node/give-back.ts';
import { stripElf } from '../node/strip-elf.ts';
import type { PackedFile } from '../packed-file.ts';
import { billOfMaterials, type Component, libraryComponent, nodeComponent } from '../bill-of-materials.ts';
import { licenceText } from '../production-libraries.ts';
import { type AgentBundle, bundleAgent, libraryFacts, writeBundle } from './bundle-agent.ts';
import { launcher, windowsLauncher } from './launcher.ts';

/** Which form of the agent. */
export interface AgentForm {
  platform: Platform;
  /** True for hosts whose own libraries are too old: it brings its loader and libraries. */
  carried: boolean;
}

/** Where and as what the agent is made. */
export interface AgentMaking {
  /** The checkout. */
  root: string;
  /** Where files are kept while packages are made. */
  work: string;
  version: string;
  sourceDate: number;
}

/** What each form holds in its folder, by its path below that; install scripts are added where they are needed. */
export async function agentContent(form: AgentForm, making: AgentMaking): Promise<PackedFile[]> {
  const { root, work, version, sourceDate } = making;
  const bundle = await bundleAgent(root, version);
  const node = await pinnedNode(root, form.platform, sourceDate);
  const carried = form.carried ? await carriedLibraries(sourceDate) : [];
  const components = componentsOf(bundle, node, carried);
  const product = { type: 'application', name: 'watchcase-agent', version, license: 'Apache-2.0' } as const;
  const bill = {
    product: { ...product, purl: `pkg:generic/watchcase-agent@${version}` },
    components,
    sourceDate,
  };
  return [
    ...launchers(form, root),
    nodeFile(form, node, work),
    ...giveBackFile(form, node, work),
    ...carried.map(({ name, from }) => ({ path: `/lib/${name}`, from, mode: 0o755 })),
    ...bundle.modules.map(({ name, text }) => ({ path: `/lib/${name}`, text })),
    { path: '/VERSION', text: `${version}\n` },
    { path: '/agent.sample.yaml', text: sampleConfig(bundle, work) },
    { path: '/sbom.cdx.json', text: billOfMaterials(bill) },
    ...licences({ root, node, carried, bundle }),
  ];
}

function launchers({ platform, carried }: AgentForm, root: string): PackedFile[] {
  if (platform === 'windows-x64') return [{ path: '/bin/watchcase-agent.cmd', text: windowsLauncher(root) }];
  return [{ path: '/bin/watchcase-agent', text: launcher(root, { carried }), mode: 0o755 }];
}

function nodeFile({ platform }: AgentForm, { program, version }: PinnedNode, work: string): PackedFile {
  if (platform === 'windows-x64') return { path: '/lib/node.exe', from: program };
  mkdirSync(work, { recursive: true });
  const from = join(work, `node-${version}-${platform}`);
  writeFileSync(from, stripElf(readFileSync(program)));
  return { path: '/lib/node', from, mode: 0o755 };
}

/** Code that nobody could run here is given to nobody: none for arm64. */
function giveBackFile({ platform }: AgentForm, { program }: PinnedNode, work: string): PackedFile[] {
  if (platform !== 'linux-x64') return [];
  const from = join(work, 'give-back.node');
  writeFileSync(from, giveBackLibrary(readFileSync(program)));
  return [{ path: '/lib/give-back.node', from }];
}

/** As the packed program itself prints it. */
function sampleConfig(bundle: AgentBundle, work: string): string {
  const main = writeBundle(bundle, join(work, 'bundle'));
  return execFileSync(process.execPath, [main, 'config', 'sample'], { encoding: 'utf8' });
}

function componentsOf(
  { libraries }: AgentBundle,
  node: PinnedNode,
  carried: readonly CarriedLibrary[],
): Component[] {
  const debian = new Map(carried.map((library) => [library.package, library.version]));
  return [
    nodeComponent(node.version),
    ...libraries.map((folder) => libraryComponent(libraryFacts(folder))),
    ...[...debian].map(([name, version]) => ({
      type: 'library' as const,
      name,
      version,
      license: DEBIAN_LICENCES[name] ?? 'see LICENCES',
      purl: `pkg:deb/debian/${name.replaceAll('+', '%2B')}@${version}?arch=amd64`,
    })),
  ];
}

const DEBIAN_LICENCES: Readonly<Record<string, string>> = {
  libc6: 'LGPL-2.1-or-later',
  'libstdc++6': 'GPL-3.0-or-later with GCC-exception-3.1',
  'libgcc-s1': 'GPL-3.0-or-later with GCC-exception-3.1',
};

interface Licensed {
  root: string;
  node: PinnedNode;
  carried: readonly CarriedLibrary[];
  bundle: AgentBundle;
}

function licences({ root, node, carried, bundle }: Licensed): PackedFile[] {
  const debian = new Map(carried.map((library) => [library.package, library.licence]));
  return [
    { path: '/LICENCES/watchcase', from: join(root, 'LICENSE') },
    { path: '/LICENCES/node', from: node.licence },
    ...bundle.libraries.map((folder) => ({
      path: `/LICENCES/${libraryFacts(folder).name.replaceAll('/', '-')}`,
      from: licenceIn(folder),
    })),
    ...[...debian].map(([name, from]) => ({ path: `/LICENCES/${name}`, from })),
  ];
}

/** A library without its licence's text must not be given away. */
function licenceIn(folder: string): string {
  const text = licenceText({ folder });
  if (text === undefined) throw new Error(`${basename(folder)} brings no text of its licence`);
  return text;
}
