import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';

/** One form in which the agent can run. */
export interface AgentForm {
  /** What reports call it: its path, since two builds may lie in folders of one name. */
  name: string;
  /** Path of its launcher. */
  command: string;
  size: SizeOnDisk | null;
}

/** MB, as package and as what lies on the host's disk. */
export interface SizeOnDisk {
  packageMB: number;
  installedMB: number;
}

/** The agent of a checkout, of an unpacked package's folder, or of a .deb, which is unpacked below `folder`. Throws where there is none. */
export function agentForm(path: string, folder: string): AgentForm {
  if (path.endsWith('.deb')) {
    const root = mkdtempSync(join(folder, 'unpacked-'));
    execFileSync('dpkg-deb', ['-x', path, root]);
    const size = { packageMB: megabytes(path), installedMB: megabytes(root) };
    return { name: path, command: launcherBelow(join(root, 'usr')), size };
  }
  return { name: path, command: launcherBelow(path), size: null };
}

/** Of a Debian package that is installed here; null for others. */
export function sizeOfPackage(name: string): SizeOnDisk | null {
  try {
    const installed = execFileSync('dpkg-query', ['-W', '-f=${Installed-Size}\n${Version}', name], TEXT);
    const [kilobytes, version] = installed.split('\n');
    const shown = execFileSync('apt-cache', ['show', `${name}=${version}`], TEXT);
    const packed = Number(/^Size: (\d+)$/m.exec(shown)?.[1]);
    return { packageMB: round(packed / 1e6), installedMB: round((Number(kilobytes) * 1024) / 1e6) };
  } catch {
    return null;
  }
}

const TEXT: ExecFileSyncOptionsWithStringEncoding = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };

function launcherBelow(folder: string): string {
  const places = ['scripts/watchcase-agent', 'bin/watchcase-agent'];
  const found = places.map((place) => join(folder, place)).find((place) => existsSync(place));
  if (found === undefined) throw new Error(`${folder} has neither ${places.join(' nor ')}`);
  return found;
}

function megabytes(path: string): number {
  return round(Number(execFileSync('du', ['-sb', path], TEXT).split('\t')[0]) / 1e6);
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10;
}
