import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type PackedFile, stageFiles } from '../packed-file.ts';
import { runTool } from '../run-tool.ts';
import type { PackedSoftware, PackingPlace } from './packed-software.ts';

/** A package for dpkg. */
export interface DebPackage extends PackedSoftware {
  /** As dpkg calls the processor: `amd64`, `arm64`; `all` for every one. */
  arch: string;
  /** As in debian/control: `libc6 (>= 2.28)`. */
  depends: readonly string[];
  section?: string;
  /** Files that a person may change and dpkg then leaves alone, by path; each is among the files. */
  configFiles?: readonly string[];
  /** What dpkg runs, as texts of shell scripts. */
  scripts?: Partial<Record<'preinst' | 'postinst' | 'prerm' | 'postrm', string>>;
}

/**
 * Makes `NAME_VERSION_ARCH.deb` in the folder by dpkg-deb; gives its path. The same package gives the same bytes, wherever and whenever it is made. Rejects when dpkg-deb does.
 */
export async function buildDeb(
  of: DebPackage,
  { folder, sourceDate, effort = 6 }: PackingPlace,
): Promise<string> {
  const path = join(folder, `${of.name}_${of.version}_${of.arch}.deb`);
  const root = await mkdtemp(join(folder, '.deb-'));
  try {
    const bytes = stageFiles(of.files, root);
    stageFiles(controlFiles(of, Math.ceil(bytes / 1024)), root);
    // Threads change where the blocks of the packed data end.
    const how = [
      '--root-owner-group',
      '--threads-max=2',
      ...(effort === 0 ? ['-Znone'] : ['-Zxz', `-z${effort}`]),
    ];
    await runTool('dpkg-deb', { args: [...how, '--build', root, path], sourceDate });
    return path;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function controlFiles(of: DebPackage, installedKiB: number): PackedFile[] {
  const fields = {
    Package: of.name,
    Version: of.version,
    Architecture: of.arch,
    Maintainer: of.maintainer,
    'Installed-Size': String(installedKiB),
    ...(of.depends.length === 0 ? {} : { Depends: of.depends.join(', ') }),
    Section: of.section ?? 'admin',
    Priority: 'optional',
    Description: `${of.summary}\n${of.description.map((line) => ` ${line === '' ? '.' : line}`).join('\n')}`,
  };
  const control = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  return [
    { path: '/DEBIAN/control', text: control.join('') },
    { path: '/DEBIAN/md5sums', text: sumsOf(of.files) },
    ...(of.configFiles === undefined
      ? []
      : [{ path: '/DEBIAN/conffiles', text: of.configFiles.map((file) => `${file}\n`).join('') }]),
    ...Object.entries(of.scripts ?? {}).map(([name, text]) => ({
      path: `/DEBIAN/${name}`,
      text,
      mode: 0o755,
    })),
  ];
}

/** What `dpkg --verify` compares with. */
function sumsOf(files: readonly PackedFile[]): string {
  return files
    .flatMap((file) => {
      if ('linkTo' in file || 'folder' in file) return [];
      const bytes = 'text' in file ? file.text : readFileSync(file.from);
      return [`${createHash('md5').update(bytes).digest('hex')}  ${file.path.slice(1)}\n`];
    })
    .join('');
}
