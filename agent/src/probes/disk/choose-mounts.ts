import type { Mount } from './parse-mounts.ts';

/** What a person wants to see; an empty list of paths means all. */
export interface MountWishes {
  mount_points: readonly string[];
  ignore_fs: readonly string[];
}

/** File systems that hold no files of anybody. */
const PSEUDO = new Set(
  (
    'autofs bdev binder binfmt_misc bpf cgroup cgroup2 configfs cpuset debugfs devfs devpts devtmpfs efivarfs fusectl hugetlbfs ' +
    'mqueue none nsfs pipefs proc pstore ramfs rootfs rpc_pipefs securityfs selinuxfs sockfs sysfs tracefs ' +
    'fuse.gvfsd-fuse fuse.lxcfs fuse.portal fuse.snapfuse'
  ).split(' '),
);
/** Images that are always full and never fill. */
const IMAGES = new Set(['cramfs', 'erofs', 'iso9660', 'romfs', 'squashfs', 'udf']);
/** Layers over a file system that is listed by itself. */
const LAYERS = new Set(['aufs', 'overlay']);
/** Where the system itself keeps memory file systems. */
const SYSTEM_PATHS = /^\/(?:dev|proc|run|sys)(?:\/|$)/;
/** Files that a container engine mounts one by one into a container. */
const CONTAINER_FILES = new Set(['/etc/hosts', '/etc/hostname', '/etc/resolv.conf']);

type Verdict = 'watched' | 'pseudo' | 'image' | 'layer' | 'system memory' | 'container file' | 'not wanted';

/** Whether a mount is watched, or why not. */
export function judgeMount(mount: Mount, wishes: MountWishes): Verdict {
  const { path, type } = mount;
  if (wishes.mount_points.length > 0 && !wishes.mount_points.includes(path)) return 'not wanted';
  if (PSEUDO.has(type)) return 'pseudo';
  if (IMAGES.has(type) && !mount.writable) return 'image';
  if (LAYERS.has(type) && path !== '/') return 'layer';
  if (type === 'tmpfs' && SYSTEM_PATHS.test(path)) return 'system memory';
  // Nobody can fill it; small ones that carry a program's files are full from the start.
  if (type === 'tmpfs' && !mount.writable) return 'image';
  if (CONTAINER_FILES.has(path)) return 'container file';
  return wishes.ignore_fs.includes(type) ? 'not wanted' : 'watched';
}

/**
 * Mounts to watch, in the order of their paths. Of several mounts of one file system the one of its whole tree is taken,
 * then the shortest path.
 */
export function chooseMounts(mounts: readonly Mount[], wishes: MountWishes): Mount[] {
  const chosen = new Map<string, Mount>();
  for (const mount of mounts) {
    if (judgeMount(mount, wishes) !== 'watched') continue;
    const other = chosen.get(mount.deviceNumber);
    if (other === undefined || rank(mount) < rank(other)) chosen.set(mount.deviceNumber, mount);
  }
  return [...chosen.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function rank({ root, path }: Mount): number {
  return (root === '/' ? 0 : 10_000) + path.length;
}
