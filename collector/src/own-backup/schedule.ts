import type { Clock, Log } from '@watchcase/runtime';
import { decideNextBackup } from './decide-next.ts';
import { listBackups } from './list-backups.ts';

/** How the collector's own backups stand. Unix milliseconds. */
export interface OwnBackupState {
  /** When the newest one that is there was made; null before the first. */
  newestAt: number | null;
  /** The last one failed, or nobody could make it. */
  isFailed: boolean;
}

/** Backups that are made each day. */
export interface OwnBackups {
  state(): Readonly<OwnBackupState>;
  /** Makes no more; one under way is ended. */
  stop(): Promise<void>;
}

/** What they need. */
export interface ScheduleNeeds {
  folder: string;
  /** `HH:MM`, UTC. */
  at: string;
  /** Makes one; gives its exit code. Never rejects. */
  make(signal: AbortSignal): Promise<number>;
  clock: Clock;
  log: Log;
}

/** Makes a backup each day at its time. One that failed is told in the log and tried again the next day. */
export function startOwnBackups({ folder, at, make, clock, log }: ScheduleNeeds): OwnBackups {
  const ending = new AbortController();
  let startedAt: number | null = clock.now();
  const state: OwnBackupState = { newestAt: newestIn(folder), isFailed: false };
  let underWay: Promise<void> = Promise.resolve();
  let timer = clock.after(untilNext(), begin);

  function untilNext(): number {
    return decideNextBackup({ newestAt: state.newestAt, startedAt }, at, clock.now()).at - clock.now();
  }

  function begin(): void {
    startedAt = null;
    underWay = once();
  }

  async function once(): Promise<void> {
    const exitCode = await make(ending.signal);
    if (ending.signal.aborted) return;
    state.isFailed = exitCode !== 0;
    state.newestAt = newestIn(folder);
    if (state.isFailed)
      log.error({ code: 'OWN_BACKUP_FAILED', exitCode }, 'the collector’s own backup was not made');
    else log.info({ folder }, 'the collector’s own backup is made');
    timer = clock.after(untilNext(), begin);
  }

  return {
    state: () => state,
    async stop() {
      timer.cancel();
      ending.abort();
      await underWay;
    },
  };
}

function newestIn(folder: string): number | null {
  return listBackups(folder).at(-1)?.madeAt ?? null;
}
