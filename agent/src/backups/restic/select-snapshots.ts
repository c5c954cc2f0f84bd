import { posix } from 'node:path';
import type { Snapshot } from './snapshots.ts';

/** Which snapshots belong to a job. */
export interface Wanted {
  host?: string | undefined;
  /** Any of them; "a,b" = both. */
  tags: readonly string[];
  /** Each is watched by itself. */
  paths: readonly string[];
}

/** The snapshots of one path, or of all. */
export interface Selection {
  path: string | undefined;
  snapshots: Snapshot[];
  remark?: string;
}

/**
 * Chooses the snapshots of a job from all there are (pure), as people mean what they have written: a host's name in any case; a path with or without a slash at
 * its end, a relative one as it was given to `restic backup`. Of several paths each has a selection of its own, so that one which is backed up no more is not
 * hidden by the others. Says so when nothing is chosen though there are snapshots, and when several hosts are taken for one.
 */
export function selectSnapshots(all: readonly Snapshot[], wanted: Wanted): Selection[] {
  const ofHost = all.filter((one) => isOfHost(one, wanted.host) && hasTags(one, wanted.tags));
  const paths = wanted.paths.length === 0 ? [undefined] : wanted.paths;
  return paths.map((path) => {
    const snapshots = path === undefined ? ofHost : ofHost.filter((one) => holds(one, path));
    const remark = remarkOn(snapshots, all, wanted);
    return { path, snapshots, ...(remark === undefined ? {} : { remark }) };
  });
}

function isOfHost({ host }: Snapshot, wanted: string | undefined): boolean {
  return wanted === undefined || host.toLowerCase() === wanted.toLowerCase();
}

function hasTags({ tags }: Snapshot, wanted: readonly string[]): boolean {
  return (
    wanted.length === 0 || wanted.some((group) => group.split(',').every((tag) => tags.includes(tag.trim())))
  );
}

function holds({ paths }: Snapshot, wanted: string): boolean {
  const path = cleanPath(wanted);
  if (isFull(path)) return paths.some((one) => cleanPath(one) === path);
  return paths.some((one) => cleanPath(one).endsWith(`/${path}`));
}

/** A path without slashes at its end, doubled ones and dots; Windows' own with slashes. */
function cleanPath(path: string): string {
  const clean = posix.normalize(/^[A-Za-z]:\\/.test(path) ? path.replaceAll('\\', '/') : path);
  return clean === '/' ? clean : clean.replace(/\/$/, '');
}

function isFull(path: string): boolean {
  return /^(\/|[A-Za-z]:)/.test(path);
}

function remarkOn(
  chosen: readonly Snapshot[],
  all: readonly Snapshot[],
  { host }: Wanted,
): string | undefined {
  const hosts = [...new Set(chosen.map((one) => one.host))];
  if (chosen.length === 0 && all.length > 0)
    return `none of the ${all.length} snapshots there is what "host", "tags" and "paths" ask for; there are ${some(
      'host',
      all.map((one) => one.host),
    )}, ${some(
      'path',
      all.flatMap(({ paths }) => paths),
    )}, ${some(
      'tag',
      all.flatMap(({ tags }) => tags),
    )}`;
  if (host !== undefined || hosts.length < 2) return undefined;
  return `snapshots of ${some('host', hosts)} count as one backup: when one of these stops, another hides it; name one with "host"`;
}

/** Named in a remark; more would not be read. */
const MOST_NAMED = 5;

function some(what: string, values: readonly string[]): string {
  const each = [...new Set(values)].sort();
  const named = each.slice(0, MOST_NAMED).join(', ');
  const more = each.length > MOST_NAMED ? ` and ${each.length - MOST_NAMED} more` : '';
  return each.length === 0 ? `no ${what}s` : `the ${what}${each.length === 1 ? '' : 's'} ${named}${more}`;
}
