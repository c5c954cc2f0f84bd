import type { BackupCopies, BackupFacts, BackupStatus } from '../contract.ts';
import { isFromFuture, newestOf } from './newest.ts';
import { spreadOf } from './spread-of.ts';

/** One backup, named the same whenever it is asked for. */
export interface Snapshot extends BackupFacts {
  id: string;
  /** When its tool last looked whether it is whole, Unix milliseconds, and what it found. */
  verified?: { at: number; whole: boolean; found: string };
}

/** What is known beside the backups themselves. */
export interface Beside {
  now: number;
  /** What all of them take in their place. */
  bytes?: number | null;
  /** What a person should know. */
  remark?: string | undefined;
}

/**
 * What is said of a location that holds these backups, in whatever order (pure). What is not complete is no backup; where it is the newest, or of the same moment, a person is told so.
 * Throws as newestOf does.
 */
export function statusOf(location: string, all: readonly Snapshot[], beside: Beside): BackupStatus {
  const { now, bytes = null } = beside;
  const usable = all.filter(({ complete }) => complete !== 'no');
  const newest = newestOf(usable, { madeAt, now, location });
  const backup = newest.backup;
  const broken = all.filter(
    (one) => one.complete === 'no' && (backup === null || madeAt(one) >= madeAt(backup)),
  );
  const future = usable.filter((one) => isFromFuture(madeAt(one), now));
  const remarks = [beside.remark, remarkOn(backup, broken), remarkOnFuture(future)];
  const remark = remarks.filter((one) => one !== undefined).join('; ');
  const copies: BackupCopies = {
    newest: backup === null ? null : factsOf(backup),
    ...unusableOf([...broken, ...future]),
    oldestAt: usable.length === 0 ? null : usable.reduce((oldest, one) => Math.min(oldest, madeAt(one)), now),
    count: newest.count,
    spread: spreadOf(usable.map(madeAt).filter((at) => !isFromFuture(at, now))),
    bytes,
    ...verificationOf(all),
  };
  return {
    location,
    ageSeconds: newest.backup === null ? null : newest.ageSeconds,
    sizeBytes: backup?.bytes ?? null,
    count: newest.count,
    ...(backup === null ? {} : { newest: backup.id }),
    ...(remark === '' ? {} : { remark }),
    copies,
  };
}

/** The backups of a database, and, where `logs` are asked for and there are any, those of its log as a location of their own. Throws as newestOf does. */
export function dataAndLogs(
  location: string,
  all: readonly Snapshot[],
  { now, logs }: { now: number; logs: boolean },
): BackupStatus[] {
  const isLog = ({ kind }: Snapshot) => kind === 'wal';
  const data = statusOf(
    location,
    all.filter((one) => !isLog(one)),
    { now },
  );
  const log = logs ? all.filter(isLog) : [];
  return log.length === 0 ? [data] : [data, statusOf(`${location} (log)`, log, { now })];
}

/** When a backup was made, Unix milliseconds: at its end where that is known. */
export function madeAt({ startedAt, endedAt }: BackupFacts): number {
  return endedAt ?? startedAt ?? 0;
}

function factsOf({ startedAt, endedAt, kind, bytes, files, complete, expiresAt }: Snapshot): BackupFacts {
  const facts = { startedAt, endedAt, kind, bytes, files, complete };
  return expiresAt === undefined ? facts : { ...facts, expiresAt };
}

/** Damage is told as such. */
function unusableOf(broken: readonly Snapshot[]): Pick<BackupCopies, 'unusable'> {
  const [newest] = broken
    .filter((one) => madeAt(one) > 0 && one.verified?.whole !== false)
    .toSorted((a, b) => madeAt(b) - madeAt(a));
  return newest === undefined ? {} : { unusable: { startedAt: newest.startedAt, endedAt: newest.endedAt } };
}

function remarkOn(newest: Snapshot | null, broken: readonly Snapshot[]): string | undefined {
  if (broken.length > 0) {
    const ids = broken.map(({ id }) => id);
    const named = ids.slice(0, 3).join(', ');
    return `${named}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''} ${ids.length === 1 ? 'is' : 'are'} not complete: failed, broken off, or still being made`;
  }
  return newest?.complete === 'warnings'
    ? `the newest backup, ${newest.id}, was made with warnings`
    : undefined;
}

function remarkOnFuture(future: readonly Snapshot[]): string | undefined {
  const [first] = future;
  if (first === undefined) return undefined;
  const others = future.length === 1 ? '' : ` and ${future.length - 1} more`;
  return `${first.id}${others} says that it is later than this machine's clock, and does not count`;
}

/** Damage that is still there is told whatever else was found whole since. */
function verificationOf(
  all: readonly Snapshot[],
): Pick<BackupCopies, 'verifiedAt' | 'verification' | 'sound'> {
  const verified = all.flatMap((one) => one.verified ?? []);
  const damaged = verified.filter(({ whole }) => !whole);
  const isSound = damaged.length === 0;
  const [newest] = (isSound ? verified : damaged).toSorted((a, b) => b.at - a.at);
  if (newest === undefined) return { verifiedAt: null, verification: null };
  return { verifiedAt: newest.at, verification: newest.found, ...(isSound ? {} : { sound: false }) };
}
