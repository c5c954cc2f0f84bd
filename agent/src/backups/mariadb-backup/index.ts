import type { z } from 'zod';
import { defineBackupTool } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { findFiles } from '../find-files.ts';
import { madeAt, type Snapshot, statusOf } from '../snapshot.ts';
import { wallTime } from '../wall-time.ts';
import type { options } from './options.ts';
import { parseBackupInfo } from './parse-info.ts';

type Options = z.output<typeof options>;

/** MariaDB 11 has names of its own for them. */
const NAMES = [
  { info: 'xtrabackup_info', checkpoints: 'xtrabackup_checkpoints' },
  { info: 'mariadb_backup_info', checkpoints: 'mariadb_backup_checkpoints' },
];
/** Written first: a folder that has it and no info is one of a run that was broken off, or is under way. */
const FIRST = 'ibdata1*';

/** What a backup holds does not change: it is measured once. */
const measured = new WeakMap<Options, { id: string; bytes: number; files: number }>();

/** Looks at the target folders of mariadb-backup: what it has written at its end says that it came there. */
export default defineBackupTool<typeof options>({
  name: 'mariadb-backup',
  asksItself: true,
  async status(settings, host, now) {
    const { folders: location } = settings;
    const begun = await findFiles(`${location}/${FIRST}`, host);
    const folders = [...new Set(begun.map(({ path }) => path.slice(0, path.lastIndexOf('/'))))];
    const snapshots = folders.map((folder) => snapshotOf(folder, host));
    const newest = snapshots
      .filter(({ complete }) => complete === 'yes')
      .reduce<Snapshot | undefined>((a, b) => (a === undefined || madeAt(b) > madeAt(a) ? b : a), undefined);
    if (newest === undefined) return [statusOf(location, snapshots, { now })];
    const others = snapshots.filter((one) => one !== newest);
    return [statusOf(location, [await measure(newest, settings, host), ...others], { now })];
  },
});

function snapshotOf(folder: string, host: Host): Snapshot {
  const names = NAMES.find(({ info }) => host.isFile(`${folder}/${info}`));
  const info = names === undefined ? undefined : infoOf(folder, names, host);
  const unsized = { id: folder, bytes: null, files: null };
  if (names === undefined || info === undefined)
    // When it was last written to is the most that is known of one that may still be being made.
    return { ...unsized, startedAt: host.modifiedAt(folder), endedAt: null, kind: 'full', complete: 'no' };
  const endedAt = wallTime(info.ended, host.modifiedAt(`${folder}/${names.info}`)) ?? null;
  const startedAt = info.started === undefined ? null : (wallTime(info.started) ?? null);
  const isBefore = startedAt !== null && endedAt !== null && startedAt <= endedAt;
  return { ...unsized, startedAt: isBefore ? startedAt : null, endedAt, kind: info.kind, complete: 'yes' };
}

function infoOf(folder: string, { info, checkpoints }: (typeof NAMES)[number], host: Host) {
  if (!host.isFile(`${folder}/${checkpoints}`)) return undefined;
  return parseBackupInfo(host.read(`${folder}/${checkpoints}`), host.read(`${folder}/${info}`));
}

async function measure(one: Snapshot, settings: Options, host: Host): Promise<Snapshot> {
  const id = `${one.id} ${one.endedAt}`;
  const known = measured.get(settings);
  if (known?.id === id) return { ...one, bytes: known.bytes, files: known.files };
  const files = await findFiles(`${one.id}/**`, host);
  const size = { bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), files: files.length };
  measured.set(settings, { id, ...size });
  return { ...one, ...size };
}
