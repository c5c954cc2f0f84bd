import { existsSync, realpathSync } from 'node:fs';
import { runTool } from '../run-tool.ts';

/** A library of this machine that travels with the agent, and the Debian package it is from. */
export interface CarriedLibrary {
  /** Name by which it is asked for. */
  name: string;
  /** Its file here. */
  from: string;
  package: string;
  version: string;
  /** Its licence here. */
  licence: string;
}

const FOLDERS = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64'];
/** What Node for x64 is linked against, its loader, and what finds names. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  libc6: [
    'ld-linux-x86-64.so.2',
    'libc.so.6',
    'libm.so.6',
    'libdl.so.2',
    'libpthread.so.0',
    'libresolv.so.2',
  ],
  'libstdc++6': ['libstdc++.so.6'],
  'libgcc-s1': ['libgcc_s.so.1'],
};

/** The loader and libraries for machines whose own are too old. Rejects where this machine is no Debian for x64. */
export async function carriedLibraries(sourceDate: number): Promise<CarriedLibrary[]> {
  const lists = Object.entries(PACKAGES).map(async ([name, files]) => {
    const args = ['-W', '-f=${Version}', `${name}:amd64`];
    const version = await runTool('dpkg-query', { args, sourceDate });
    return files.map((file) => ({
      name: file,
      from: find(file),
      package: name,
      version,
      licence: licenceOf(name),
    }));
  });
  return (await Promise.all(lists)).flat();
}

function find(name: string): string {
  const path = FOLDERS.map((folder) => `${folder}/${name}`).find((candidate) => existsSync(candidate));
  if (path === undefined)
    throw new Error(`${name} is not there: the agent that carries its libraries is made on Debian for x64`);
  return realpathSync(path);
}

/** Packages of one source share the folder of one of them, by a link. */
function licenceOf(name: string): string {
  return realpathSync(`/usr/share/doc/${name}/copyright`);
}
