import type { Clock } from '@watchcase/runtime/light';
import type { BackupStatus, Sample } from '../contract.ts';
import type { Limit } from './limit.ts';
import type { Task } from './task.ts';

/** What reading one backup job needs. */
export interface BackupTaskNeeds {
  job: string;
  tool: string;
  /** Which entry of its job: only further ones (2, 3 …) have a tag of it. */
  part: number;
  /** Asks the tool; throws a sentence for the operator. */
  status(now: number): Promise<readonly BackupStatus[]>;
  /** Bounds how many tools are asked at once. */
  limit: Limit;
  clock: Clock;
}

/** A tool that gives no answer for this long is no longer waited for by the next reading. */
const STALE_MS = 3_600_000;

/**
 * Reads one job through its tool. A tool may be slower than a reading can wait: then the newest known state stands in, with its age
 * carried forward. The tool is never asked twice at once.
 */
export function backupTask(needs: BackupTaskNeeds): Task {
  const { job, tool, part, clock } = needs;
  // What makes a backup may change while it stays the same backup: the tool is no tag.
  const tags = part === 1 ? { job } : { job, part: String(part) };
  const locations = new Set<string>();
  let known: { statuses: readonly BackupStatus[]; at: number } | undefined;
  let failure: string | undefined;
  let asking: Promise<void> | undefined;

  async function ask(now: number): Promise<void> {
    const at = clock.monotonic();
    try {
      const statuses = await needs.limit.run(() => needs.status(now));
      known = { statuses, at };
      failure = undefined;
    } catch (error) {
      known = undefined;
      failure = (error as Error).message;
    } finally {
      asking = undefined;
    }
  }

  function samples(): Sample[] {
    const stale = known === undefined || clock.monotonic() - known.at > STALE_MS;
    const readable = failure !== undefined ? 0 : known === undefined ? null : stale ? 0 : 1;
    const statuses = stale ? [] : (known?.statuses ?? []);
    for (const { location } of statuses) locations.add(location);
    return [
      { measurement: 'backup_tool', tags, fields: [['readable', 'none', readable]] },
      ...[...locations].map((location) => locationSample(location, statuses)),
    ];
  }

  function locationSample(location: string, statuses: readonly BackupStatus[]): Sample {
    const status = statuses.find((one) => one.location === location);
    const passed = known === undefined ? 0 : (clock.monotonic() - known.at) / 1000;
    const age = status === undefined || status.ageSeconds === null ? null : status.ageSeconds + passed;
    return {
      measurement: 'backup',
      tags: { ...tags, location },
      fields: [
        ['age', 'seconds', age],
        ['size', 'bytes', status?.sizeBytes ?? null],
        ['count', 'count', status?.count ?? null],
      ],
    };
  }

  return {
    name: `backup ${job} (${tool}${part === 1 ? '' : `, part ${part}`})`,
    async collect(now, patienceMs) {
      asking ??= ask(now);
      await within(clock, asking, patienceMs * 0.9);
      return failure === undefined ? { samples: samples() } : { samples: samples(), error: failure };
    },
  };
}

/** Waits for `work`, but no longer than `ms`. */
function within(clock: Clock, work: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, resolve);
    void work.finally(() => {
      timer.cancel();
      resolve();
    });
  });
}
