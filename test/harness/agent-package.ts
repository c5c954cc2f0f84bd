import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { writeArchive } from '@watchcase/collector/agent-bundle/write-archive.ts';
import { bundleAgent } from '../../packaging/agent/bundle-agent.ts';
import { launcher } from '../../packaging/agent/launcher.ts';
import { repositoryRoot } from '../house/tree.ts';

/** How a package's agent behaves: well, or as one that measures and keeps, and speaks to brokers in no language that they know. */
export type PackagedAgent = 'well' | 'never connects';

/** A package of the agent as it is installed, that says that it is `version`, in `folder`; its Node is this one, so that it is small. Gives its path. */
export async function packAgent(
  folder: string,
  version: string,
  agent: PackagedAgent = 'well',
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `watchcase-agent_${version}_linux-x64.tar.gz`);
  const { modules } = await bundleAgent(repositoryRoot, version);
  const texts = agent === 'well' ? modules : modules.map(withoutProtocol);
  if (agent !== 'well' && texts.every(({ text }, index) => text === modules[index]?.text))
    throw new Error('no module names its protocol');
  const below = (path: string) => `watchcase-agent/${path}`;
  await writeArchive(file, [
    {
      name: below('bin/watchcase-agent'),
      text: launcher(repositoryRoot, { carried: false }),
      executable: true,
    },
    { name: below('lib/node'), text: `#!/bin/sh\nexec ${process.execPath} "$@"\n`, executable: true },
    { name: below('VERSION'), text: `${version}\n`, executable: false },
    ...texts.map(({ name, text }) => ({ name: below(`lib/${name}`), text, executable: false })),
  ]);
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

function withoutProtocol({ name, text }: { name: string; text: string }) {
  return { name, text: text.replaceAll('`MQTT`', '`NONE`') };
}
