import { defineProbe, type Sample } from '../../contract.ts';
import type { NoSpace, Space } from '../../host/index.ts';
import { plainPath } from './choose-mounts.ts';
import { diskSample } from './disk-sample.ts';
import { createFindMounts } from './find-mounts.ts';
import { isRemote } from './is-remote.ts';
import type { Mount } from './parse-mounts.ts';
import { portableSamples } from './portable-samples.ts';
import { spaceFields } from './space-fields.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'disk',
  start(wishes, host) {
    const findMounts = createFindMounts(wishes, host);
    const isNamed = ({ path }: Mount) => wishes.mountPoints.some((named) => plainPath(named) === path);
    return async (_now, lacking) => {
      if (host.platform !== 'linux') return portableSamples(await host.portable.fileSystems(), wishes);
      const { mounts, turned, missing } = findMounts();
      const answers = await Promise.all(
        mounts.map((mount) => host.space(mount.place, isRemote(mount) ? 'remote' : 'local')),
      );
      const samples = mounts.flatMap((mount, index) => {
        const answer = answers[index] as Space | NoSpace;
        if (isNobodys(answer) && !isNamed(mount)) return [];
        if ('fault' in answer) lacking?.(`${mount.path} ${answer.reason}`);
        return [sampleOf(mount, answer, turned.has(mount.path))];
      });
      for (const path of missing) lacking?.(`nothing is mounted at ${path}`);
      return [...samples, ...missing.map(missingSample)];
    };
  },
});

/** A size of nothing is a pseudo file system that is not known by name; one that went this moment, or is another user's own, is not missed. */
function isNobodys(answer: Space | NoSpace): boolean {
  if (!('fault' in answer)) return answer.blocks === 0;
  return answer.fault === 'absent' || answer.fault === 'forbidden';
}

function sampleOf(mount: Mount, answer: Space | NoSpace, writeLost: boolean): Sample {
  const { path, type, writable } = mount;
  const space = 'fault' in answer ? null : answer;
  const readable = space !== null ? true : 'fault' in answer && answer.fault === 'unasked' ? null : false;
  const sizes = spaceFields(space, { type, isFixed: !writable && !writeLost });
  return diskSample({ path, type, readOnly: !writable, writeLost, readable }, sizes);
}

function missingSample(path: string): Sample {
  return diskSample({ path, type: '', readOnly: null, writeLost: null, readable: false }, spaceFields(null));
}
