import { judgeMount } from './judge-mount.ts';
import type { Mount } from './parse-mounts.ts';
import { visibleMounts } from './visible-mounts.ts';

/** What a person wants to see; an empty list of paths means all. */
export interface MountWishes {
  mountPoints: readonly string[];
  ignoreFs: readonly string[];
}

/** What else the choice goes by. */
export interface ChoiceFacts {
  /** True of a mount that is one file. */
  isFile(mount: Mount): boolean;
  /** Paths chosen before. */
  known: ReadonlySet<string>;
}

/**
 * Mounts to watch, in the order of their paths. What is named is watched, whatever it is. Else of several mounts of one file system one is taken: a folder
 * before a file, one that can be written before one that cannot, the one known before, the one of the whole tree, the shortest path.
 */
export function chooseMounts(
  mounts: readonly Mount[],
  { mountPoints, ignoreFs }: MountWishes,
  facts: ChoiceFacts,
): Mount[] {
  const visible = visibleMounts(mounts);
  const named = new Set(mountPoints.map(plainPath));
  const chosen =
    named.size > 0
      ? visible.filter(({ path }) => named.has(path))
      : oneOfEach(
          visible.filter((mount) => judgeMount(mount, ignoreFs) === 'watched'),
          facts,
        );
  return chosen.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** A path as mountinfo has it: without a slash at its end. */
export function plainPath(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}

function oneOfEach(mounts: readonly Mount[], { isFile, known }: ChoiceFacts): Mount[] {
  const rank = (mount: Mount) => [
    Number(isFile(mount)),
    Number(!mount.writable),
    Number(!known.has(mount.path)),
    Number(mount.root !== '/'),
    mount.path.length,
  ];
  return [...Map.groupBy(mounts, ({ deviceNumber }) => deviceNumber).values()].flatMap((same) => {
    if (same.length < 2) return same;
    const ranked = same.map((mount) => ({ mount, rank: rank(mount) }));
    return ranked.reduce((best, one) => (isBefore(one.rank, best.rank) ? one : best)).mount;
  });
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const first = a.findIndex((value, index) => value !== b[index]);
  return first >= 0 && (a[first] ?? 0) < (b[first] ?? 0);
}
