import { UserError } from '@watchcase/runtime/light';
import { defineBackupTool } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { type Snapshot, statusOf } from '../snapshot.ts';
import { wallTime } from '../wall-time.ts';
import type { options } from './options.ts';
import { parseConfig, type RsnapshotConfig } from './parse-config.ts';
import { parseRuns, type Run } from './parse-log.ts';

/** Looks at rsnapshot's folder and log: a failed run rotates and touches its folder like a good one, so that only the log tells them apart. */
export default defineBackupTool<typeof options>({
  name: 'rsnapshot',
  asksItself: true,
  status({ config: path }, host, now) {
    const config = configOf(path, host);
    const { root, levels, log } = config;
    const folders = foldersOf(config, host);
    const [lowest = ''] = levels;
    const runs = parseRuns(logOf(log, host), lowest).toReversed();
    const copied = folders.filter(({ level }) => level === lowest).length;
    const snapshots = runs.map((run, index) =>
      snapshotOf(run, host.modifiedAt(`${root}/${lowest}.${index}`)),
    );
    if (copied > 0 && runs.length === 0)
      throw unreadable(
        log,
        `the log does not tell of a run of "${lowest}", though there are snapshots of it`,
      );
    const there = snapshots.filter((one, index) => index < copied || one.complete === 'no');
    const status = statusOf(root, there, { now });
    // Those of the higher levels were moved there, and are older.
    const count = status.count === 0 ? 0 : (status.count ?? 0) + folders.length - copied;
    return Promise.resolve([
      { ...status, count, ...(status.copies === undefined ? {} : { copies: { ...status.copies, count } }) },
    ]);
  },
});

function snapshotOf({ started, ended, complete }: Run, changedAt: number | null): Snapshot {
  const endedAt = ended === undefined ? null : (wallTime(ended, changedAt) ?? null);
  const startedAt = wallTime(started) ?? null;
  return { id: `run of ${started}`, startedAt, endedAt, kind: 'copy', bytes: null, files: null, complete };
}

function configOf(path: string, host: Host): RsnapshotConfig {
  const config = parseConfig(textOf(path, host));
  if (config !== undefined) return config;
  throw unreadable(
    path,
    'it names no snapshot_root, no retain, or no logfile: without the log a failed run cannot be told from a good one',
  );
}

/** The log before the last rotation goes first: the newest run may still stand there. */
function logOf(path: string, host: Host): string {
  const before = host.isFile(`${path}.1`) ? textOf(`${path}.1`, host) : '';
  return before + textOf(path, host);
}

function foldersOf({ root, levels }: RsnapshotConfig, host: Host): { level: string }[] {
  let names: string[];
  try {
    names = host.list(root);
  } catch (error) {
    throw unreadable(root, (error as Error).message);
  }
  return names.flatMap((name) => levels.filter((level) => isOf(level, name)).map((level) => ({ level })));
}

function isOf(level: string, name: string): boolean {
  return name.startsWith(`${level}.`) && /^\d+$/.test(name.slice(level.length + 1));
}

function textOf(path: string, host: Host): string {
  try {
    return host.read(path);
  } catch (error) {
    throw unreadable(path, (error as Error).message);
  }
}

function unreadable(place: string, message: string): UserError {
  return new UserError({
    code: 'BACKUP_FOLDER_UNREADABLE',
    place,
    message,
    fix: 'let the user of the agent read the config, the log and the folder of the snapshots, and set "logfile" in the config',
  });
}
