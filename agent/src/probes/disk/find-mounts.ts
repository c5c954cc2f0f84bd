import type { Host } from '../../host/index.ts';
import { chooseMounts, type MountWishes, plainPath } from './choose-mounts.ts';
import { isRemote } from './is-remote.ts';
import { type Mount, parseMounts } from './parse-mounts.ts';
import { turnedReadOnly } from './should-be-writable.ts';
import { withoutOurSandbox } from './without-our-sandbox.ts';

/** What is to be measured now. */
export interface WatchedMounts {
  mounts: readonly Mount[];
  /** Paths of those that can no longer be written though they should. */
  turned: ReadonlySet<string>;
  /** Paths that are named and where nothing is mounted. */
  missing: readonly string[];
}

const MOUNTINFO = '/proc/self/mountinfo';

/** Builds what finds the mounts. What is mounted hardly ever changes: a text that says what the one before it said is not looked at again. */
export function createFindMounts(wishes: MountWishes, host: Host): () => WatchedMounts {
  const named = [...new Set(wishes.mountPoints.map(plainPath))];
  // A remote file system may not answer, which would hold up everything.
  const isFile = (mount: Mount) => !isRemote(mount) && host.isFile(mount.path);
  let text = '';
  let found: WatchedMounts = { mounts: [], turned: new Set(), missing: named };

  function look(): WatchedMounts {
    const all = withoutOurSandbox(parseMounts(text.includes('\ufffd') ? host.readBytes(MOUNTINFO) : text));
    const known = new Set(found.mounts.map(({ path }) => path));
    const mounts = chooseMounts(all, wishes, { isFile, known });
    const mounted = new Set(mounts.map(({ path }) => path));
    return {
      mounts,
      turned: turnedReadOnly(mounts, () => fstabOf(host)),
      missing: named.filter((path) => !mounted.has(path)),
    };
  }

  return () => {
    const now = host.read(MOUNTINFO);
    if (now === text) return found;
    text = now;
    return (found = look());
  };
}

function fstabOf(host: Host): string {
  try {
    return host.read('/etc/fstab');
  } catch {
    return '';
  }
}
