import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bundledFiles } from '@watchcase/collector/agent-bundle/bundled-files.ts';
import { writeArchive } from '@watchcase/collector/agent-bundle/write-archive.ts';
import { repositoryRoot } from '../house/tree.ts';

const node = join(repositoryRoot, 'scripts/node');

/** How a package's program behaves: as the checkout's agent, or one that ends as soon as it is to run. */
export type PackagedProgram = 'agent' | 'ends at once';

/** A package of the checkout's agent that says that it is `version`, in `folder`; its Node is the checkout's, so that it is small. Gives its path. */
export async function packAgent(
  folder: string,
  version: string,
  program: PackagedProgram = 'agent',
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `watchcase-agent_${version}_linux-x64.tar.gz`);
  const entries = bundledFiles(repositoryRoot, { node, version }).map((entry) => {
    const name = entry.name.replace('watchcase-agent/', '');
    if (name === 'lib/node')
      return { name: entry.name, text: `#!/bin/sh\nexec ${node} "$@"\n`, executable: true };
    if (name === 'lib/agent/package.json')
      return {
        name: entry.name,
        text: withVersion(join(repositoryRoot, 'agent/package.json'), version),
        executable: false,
      };
    if (name === 'bin/watchcase-agent' && program === 'ends at once')
      return { name: entry.name, text: endsAtOnce(version), executable: true };
    return entry;
  });
  await writeArchive(file, entries);
  return file;
}

/** Puts a package in service below `home`, as the install script does. Gives the program's path. */
export function placeAgent(home: string, file: string, version: string): string {
  mkdirSync(join(home, 'versions'), { recursive: true });
  execFileSync('tar', ['-xzf', file, '-C', home]);
  execFileSync('mv', [join(home, 'watchcase-agent'), join(home, 'versions', version)]);
  symlinkSync(`versions/${version}`, join(home, 'current'));
  return join(home, 'current/bin/watchcase-agent');
}

function withVersion(file: string, version: string): string {
  return JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), version });
}

function endsAtOnce(version: string): string {
  return `#!/bin/sh\nif [ "$1" = --version ]; then echo ${version}; exit 0; fi\nexit 7\n`;
}
