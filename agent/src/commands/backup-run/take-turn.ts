import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { formatDuration, makeFolder, UserError } from '@watchcase/runtime/light';
import { makeStateFolder } from '../../outbox/index.ts';
import type { CommandNeeds } from '../needs.ts';
import type { Overlap } from './wanted-run.ts';

/** Whether the run may begin. */
export type Turn =
  | { kind: 'taken'; release(): void }
  /** Another run of the job goes on on this host: this one is not wanted, has waited in vain, or was told to end while it did. */
  | { kind: 'skipped' | 'waited-in-vain' | 'told-to-end' };

const LOOK_MS = 1000;

/**
 * Runs of a job know of each other by a lock on a file of the state folder, which the kernel lets go of however a run ends. A run that minds others takes it alone;
 * one that does not shares it, and takes its share later where it cannot at once. Where there can be no such file the run begins: a backup is never left out for
 * want of it.
 */
export async function takeTurn(
  { job, overlap }: { job: string; overlap: Overlap },
  needs: CommandNeeds & { state: string },
  ended: AbortSignal,
): Promise<Turn> {
  const lock = openLock(needs.state, job);
  if (lock instanceof UserError) {
    if (overlap.kind !== 'beside') needs.complain(`watchcase-agent: ${lock.message}`);
    return { kind: 'taken', release: () => undefined };
  }
  if (overlap.kind === 'beside') return { kind: 'taken', release: shareLater(lock, needs) };
  const until = needs.clock.monotonic() + (overlap.kind === 'wait' ? overlap.mostMs : 0);
  while (!tryLock(lock, 'BEGIN EXCLUSIVE')) {
    const left = until - needs.clock.monotonic();
    const kind = ended.aborted ? 'told-to-end' : overlap.kind === 'skip' ? 'skipped' : 'waited-in-vain';
    if (ended.aborted || left <= 0) {
      lock.close();
      return { kind };
    }
    await pause(Math.min(LOOK_MS, left), needs, ended);
  }
  return { kind: 'taken', release: () => lock.close() };
}

/** What to say of a run that did not begin. */
export function sayOf(turn: Turn, { job, overlap }: { job: string; overlap: Overlap }): string {
  if (turn.kind === 'skipped') return `another run of ${job} goes on on this host: this one is left out`;
  const time = overlap.kind === 'wait' ? formatDuration(overlap.mostMs) : '';
  return turn.kind === 'waited-in-vain'
    ? `another run of ${job} went on for all of the ${time} that this one waited`
    : `told to end while another run of ${job} went on`;
}

function openLock(state: string, job: string): DatabaseSync | UserError {
  try {
    makeStateFolder(state);
    const folder = join(state, 'runs');
    makeFolder(folder);
    const name = createHash('sha256').update(job).digest('hex').slice(0, 32);
    return new DatabaseSync(join(folder, `${name}.lock`), { timeout: 0 });
  } catch (error) {
    return new UserError({
      code: 'RUN_LOCK_UNUSABLE',
      place: state,
      message: `whether another run of ${job} goes on cannot be told (${(error as Error).message})`,
      fix: 'check that this user may write there and that the disk has space',
    });
  }
}

/** Both statements hold their lock until the file is closed; neither writes. */
function tryLock(
  lock: DatabaseSync,
  statement: 'BEGIN EXCLUSIVE' | 'BEGIN; SELECT 1 FROM sqlite_schema',
): boolean {
  try {
    lock.exec(statement);
    return true;
  } catch {
    if (lock.isTransaction) lock.exec('ROLLBACK');
    return false;
  }
}

function shareLater(lock: DatabaseSync, { clock }: CommandNeeds): () => void {
  let timer: { cancel(): void } | undefined;
  function look(): void {
    if (!tryLock(lock, 'BEGIN; SELECT 1 FROM sqlite_schema')) timer = clock.after(LOOK_MS, look);
  }
  look();
  return () => {
    timer?.cancel();
    lock.close();
  };
}

/** Resolves after this long, or as soon as the run is told to end. */
export function pause(ms: number, { clock }: Pick<CommandNeeds, 'clock'>, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, done);
    function done(): void {
      timer.cancel();
      ended.removeEventListener('abort', done);
      resolve();
    }
    ended.addEventListener('abort', done);
    if (ended.aborted) done();
  });
}
