import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type PackedFile, stageFiles } from '../packed-file.ts';
import { runTool } from '../run-tool.ts';
import type { PackingPlace } from './packed-software.ts';

/** Makes the archive `name` (tar, gzip) of the files in the folder; gives its path. All of it is root's; the same files give the same bytes. */
export async function buildTar(
  name: string,
  files: readonly PackedFile[],
  { folder, sourceDate, effort = 6 }: PackingPlace,
): Promise<string> {
  const path = join(folder, name);
  const root = await mkdtemp(join(folder, '.tar-'));
  try {
    stageFiles(files, root);
    const form = ['--format=ustar', '--sort=name', '--owner=0', '--group=0', '--numeric-owner'];
    const args = [...form, `--mtime=@${sourceDate}`, `--use-compress-program=gzip -n${Math.max(1, effort)}`];
    const top = [...new Set(files.map(({ path: inside }) => inside.split('/')[1] ?? ''))].toSorted();
    await runTool('tar', { args: [...args, '-C', root, '-cf', path, ...top], sourceDate });
    return path;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
