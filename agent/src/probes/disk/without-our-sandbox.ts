import type { Mount } from './parse-mounts.ts';

/**
 * Mounts as the machine has them. What keeps a service from writing (systemd's ProtectSystem=strict, a container's read-only root) makes every mount of our view
 * read-only, the root among them, and leaves the file systems as they are: what a mount says of writing is then said of us, and the file system's word counts.
 */
export function withoutOurSandbox(mounts: readonly Mount[]): readonly Mount[] {
  const root = mounts.findLast(({ path }) => path === '/');
  if (root === undefined || root.madeWritable || !root.fileSystemWritable) return mounts;
  return mounts.map((mount) =>
    mount.fileSystemWritable ? { ...mount, madeWritable: true, writable: true } : mount,
  );
}
