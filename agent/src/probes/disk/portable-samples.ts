import type { Field, Sample } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import type { MountWishes } from './choose-mounts.ts';
import { diskSample } from './disk-sample.ts';
import { spaceFields } from './space-fields.ts';

type FileSystem = Awaited<ReturnType<Host['portable']['fileSystems']>>[number];

/** macOS keeps its own volumes there, of which one holds people's files. */
const SYSTEM_VOLUMES = /^\/System\/Volumes\/(?!Data$)/;

/** File systems where there is no mountinfo; inodes are not told there. */
export function portableSamples(found: readonly FileSystem[], wishes: MountWishes): Sample[] {
  return found
    .filter(({ path, type, total }) => {
      const wanted = wishes.mountPoints.length === 0 || wishes.mountPoints.includes(path);
      return wanted && total > 0 && !wishes.ignoreFs.includes(type) && !SYSTEM_VOLUMES.test(path);
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((it) =>
      diskSample(
        { path: it.path, type: it.type || 'none', readOnly: !it.writable, writeLost: null, readable: true },
        fieldsOf(it),
      ),
    );
}

function fieldsOf({ used, available, total, writable }: FileSystem): Field[] {
  const space = {
    blockBytes: 1,
    blocks: used + available,
    available,
    free: available,
    inodes: 0,
    inodesFree: 0,
  };
  return spaceFields(space, { isFixed: !writable })
    .filter(([name]) => !name.startsWith('inodes'))
    .map(([name, unit, value]) => [name, unit, name === 'total' ? total : value]);
}
