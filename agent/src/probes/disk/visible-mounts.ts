import type { Mount } from './parse-mounts.ts';

/** Stands for what the first mounts are in. */
const OUTSIDE = '';

/** Mounts that their paths lead to. One that another was mounted over later, at its path or above it, is there and cannot be reached: it would be measured with the other's numbers. */
export function visibleMounts(mounts: readonly Mount[]): Mount[] {
  const ids = new Set(mounts.map(({ id }) => id));
  const parentOf = ({ id, parent }: Mount) => (ids.has(parent) && parent !== id ? parent : OUTSIDE);
  const inside = new Map<string, Map<string, Mount>>();
  for (const mount of mounts) {
    const parent = parentOf(mount);
    const others = inside.get(parent) ?? new Map<string, Mount>();
    inside.set(parent, others.set(mount.path, mount));
  }

  function leadsTo(path: string): Mount | undefined {
    let reached: Mount | undefined;
    for (const folder of foldersOf(path)) {
      const seen = new Set<Mount>();
      for (;;) {
        const next: Mount | undefined = inside.get(reached?.id ?? OUTSIDE)?.get(folder);
        if (next === undefined || seen.has(next)) break;
        seen.add(next);
        reached = next;
      }
    }
    return reached;
  }

  return mounts.filter((mount) => leadsTo(mount.path) === mount);
}

/** `/`, `/srv`, `/srv/a` of `/srv/a`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return ['/', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)];
}
