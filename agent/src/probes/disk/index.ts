import { defineProbe, type Sample } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { chooseMounts, type MountWishes } from './choose-mounts.ts';
import { type Mount, parseMounts } from './parse-mounts.ts';
import { portableSamples } from './portable-samples.ts';
import { diskSample } from './disk-sample.ts';
import { spaceFields } from './space-fields.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'disk',
  start(wishes, host) {
    const findMounts = createFindMounts(wishes);
    return async () => {
      if (host.platform !== 'linux') return portableSamples(await host.portable.fileSystems(), wishes);
      const mounts = findMounts(host.read('/proc/self/mountinfo'));
      const samples = await Promise.all(mounts.map((mount) => sampleOf(host, mount)));
      return samples.filter((sample) => sample !== null);
    };
  },
});

/** What is mounted hardly ever changes: a text that says what the one before it said is not looked at again. */
function createFindMounts(wishes: MountWishes): (mountinfo: string) => readonly Mount[] {
  let known = '';
  let mounts: readonly Mount[] = [];
  return (mountinfo) => {
    if (mountinfo !== known) mounts = chooseMounts(parseMounts(mountinfo), wishes);
    known = mountinfo;
    return mounts;
  };
}

/** File systems behind a network or a program of their own, either of which may go away. */
const REMOTE_TYPES =
  /^(?:9p|afs|ceph|cifs|davfs|fuse|fuse\..*|gfs2?|glusterfs|lustre|ncpfs|nfs\d?|ocfs2|smb\d?|smbfs|virtiofs)$/;

function isRemote({ type, source }: Mount): boolean {
  return REMOTE_TYPES.test(type) || source.startsWith('//') || source.includes(':/');
}

async function sampleOf(host: Host, mount: Mount): Promise<Sample | null> {
  const space = await host.space(mount.path, isRemote(mount) ? 'remote' : 'local');
  // A size of nothing is a pseudo file system that is not known by name.
  if (space?.blocks === 0) return null;
  return diskSample(mount, spaceFields(space));
}
