import type { Mount } from './parse-mounts.ts';

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
/** Where a program that is one file (AppImage) mounts itself while it runs. */
const PROGRAM_IMAGES = /^\/tmp\/\.mount_/;
/** Layers over a file system that is listed by itself. */
const LAYERS = new Set(['aufs', 'overlay']);
/** Where the system itself keeps memory file systems. */
const SYSTEM_PATHS = /^\/(?:dev|proc|run|sys)(?:\/|$)/;
/** Files that a container engine mounts one by one into a container. */
const CONTAINER_FILES = new Set(['/etc/hosts', '/etc/hostname', '/etc/resolv.conf']);
/**
 * Below these, container engines and kubelet mount what comes and goes with each container: all of it lies on file systems that are listed by themselves. The
 * folders themselves may be disks of their own.
 */
const ENGINE_FOLDERS =
  /^(?:\/var\/lib\/(?:docker|containers|containerd|kubelet|rancher|k0s|lxcfs|nomad)|\/var\/snap\/(?:docker|microk8s)\/common|(?:\/root|\/home\/[^/]+)\/\.local\/share\/(?:containers|docker)|\/var\/lib\/(?:incus|lxd)\/(?:devlxd|devices|guestapi|shmounts|storage-pools\/[^/]+))\/./;
/** A container's or a pod's own number in a path, wherever its engine keeps its data. */
const ENGINE_NUMBERS = /\/(?:[0-9a-f]{64}|pods\/[0-9a-f]{8}-[0-9a-f-]{27})\//;

/** Why a mount that nobody has named is not watched. */
type Verdict = 'watched' | 'pseudo' | 'image' | 'layer' | 'system memory' | 'container' | 'not wanted';

/** Whether a mount that nobody has named is watched, or why not; `ignored` are types that are not wanted. */
export function judgeMount(mount: Mount, ignored: readonly string[]): Verdict {
  const { path, type } = mount;
  if (PSEUDO.has(type)) return 'pseudo';
  if ((IMAGES.has(type) && !mount.writable) || PROGRAM_IMAGES.test(path)) return 'image';
  if (LAYERS.has(type) && path !== '/') return 'layer';
  if (type === 'tmpfs' && SYSTEM_PATHS.test(path)) return 'system memory';
  // Nobody can fill it; small ones that carry a program's files are full from the start.
  if (type === 'tmpfs' && !mount.writable) return 'image';
  if (CONTAINER_FILES.has(path) || ENGINE_FOLDERS.test(path) || ENGINE_NUMBERS.test(path)) return 'container';
  return ignored.includes(type) ? 'not wanted' : 'watched';
}
