import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type PackedFile, stageFiles } from '../packed-file.ts';
import { runTool } from '../run-tool.ts';
import type { PackedSoftware, PackingPlace } from './packed-software.ts';

/** A package for rpm. */
export interface RpmPackage extends PackedSoftware {
  /** As rpm calls the processor: `x86_64`, `aarch64`. */
  arch: string;
  license: string;
  /** As in a spec file: `glibc >= 2.28`. */
  requires: readonly string[];
  /** What rpm runs, as texts of shell scripts. `$1` is how many versions of the package are there afterwards. */
  scripts?: Partial<Record<'pre' | 'post' | 'preun' | 'postun', string>>;
}

/**
 * Makes `NAME-VERSION.ARCH.rpm` in the folder by rpmbuild; gives its path. The same package gives the same bytes. The payload is packed by xz, which the rpm of
 * CentOS 7 reads too. Rejects when rpmbuild does.
 */
export async function buildRpm(
  of: RpmPackage,
  { folder, sourceDate, effort = 6 }: PackingPlace,
): Promise<string> {
  const path = join(folder, `${of.name}-${of.version}.${of.arch}.rpm`);
  const work = await mkdtemp(join(folder, '.rpm-'));
  try {
    stageFiles(of.files, join(work, 'root'));
    await writeFile(join(work, 'package.spec'), specOf(of));
    const defines = {
      _topdir: work,
      _rpmdir: join(work, 'made'),
      _rpmfilename: 'made.rpm',
      _binary_payload: effort === 0 ? 'w.ufdio' : `w${effort}T2.xzdio`,
      // An x64 machine packs for arm64 as well, and nothing is to look into the files: a strip would break them.
      _binaries_in_noarch_packages_terminate_build: '0',
      _build_id_links: 'none',
      __os_install_post: '%{nil}',
      debug_package: '%{nil}',
      _buildhost: 'watchcase',
      use_source_date_epoch_as_buildtime: '1',
      clamp_mtime_to_source_date_epoch: '1',
      source_date_epoch_from_changelog: '0',
    };
    const options = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
    const args = [
      '-bb',
      '--quiet',
      '--target',
      `${of.arch}-linux`,
      '--buildroot',
      join(work, 'buildroot'),
      ...options,
    ];
    await runTool('rpmbuild', { args: [...args, join(work, 'package.spec')], sourceDate });
    await rename(join(work, 'made/made.rpm'), path);
    return path;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function specOf(of: RpmPackage): string {
  const section = (name: string, lines: readonly string[]) => [`%${name}`, ...lines, ''];
  return [
    `Name: ${of.name}`,
    `Version: ${of.version}`,
    'Release: 1',
    `Summary: ${of.summary}`,
    `License: ${of.license}`,
    `Packager: ${of.maintainer}`,
    'AutoReqProv: no',
    ...of.requires.map((name) => `Requires: ${name}`),
    '',
    ...section('description', of.description),
    ...section('install', ['mkdir -p %{buildroot}', 'cp -a %{_topdir}/root/. %{buildroot}/']),
    ...Object.entries(of.scripts ?? {}).flatMap(([name, text]) =>
      section(name, [text.replaceAll('%', '%%')]),
    ),
    ...section('files', ['%defattr(-, root, root, -)', ...ownFolders(of), ...of.files.map(lineOf)]),
  ].join('\n');
}

/** Folders on the way to files, from the one that has the package's name on: rpm takes away again only what is named. */
function ownFolders({ name, files }: RpmPackage): string[] {
  const named = new Set(files.flatMap((file) => ('folder' in file ? [file.path] : [])));
  const found = new Set<string>();
  for (const { path } of files)
    for (let at = dirname(path); at.split('/').includes(name); at = dirname(at)) found.add(at);
  return [...found.difference(named)].toSorted().map((path) => lineOf({ path, folder: true }));
}

function lineOf(file: PackedFile): string {
  const path = `"${file.path}"`;
  return 'folder' in file ? `%dir ${path}` : path;
}
