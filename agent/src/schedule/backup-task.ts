import { type LocationKind, MAX_TIME_MS } from '@watchcase/protocol/light';
import type { Clock } from '@watchcase/runtime/light';
import type { BackupCopies, BackupFacts, BackupStatus, Sample } from '../contract.ts';
import type { Limit } from './limit.ts';
import type { LocationCopies } from './location-copies.ts';
import type { SizeMemory } from './size-memory.ts';
import type { Task } from './task.ts';

/** What reading one backup job needs. */
export interface BackupTaskNeeds {
  job: string;
  tool: string;
  /** Which entry of its job: only further ones (2, 3 …) have a tag of it. */
  part: number;
  /** How far its places are from what is saved. */
  place: LocationKind;
  /** Asks the tool; throws a sentence for the operator. */
  status(now: number): Promise<readonly BackupStatus[]>;
  /** Bounds how many tools are asked at once. */
  limit: Limit;
  /** Knows how large backups usually are. */
  sizes: SizeMemory;
  clock: Clock;
}

/** What the tool said, and when by the monotonic clock. */
interface Known {
  statuses: readonly (BackupStatus & { sizeOfUsual: number | null })[];
  at: number;
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
  let known: Known | undefined;
  let failure: string | undefined;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    try {
      known = await needs.limit.run(askNow);
      const faults = known.statuses.flatMap(({ fault }) => fault ?? []);
      failure = faults.length === 0 ? undefined : faults.join('; ');
    } catch (error) {
      known = undefined;
      failure = (error as Error).message;
    } finally {
      asking = undefined;
    }
  }

  /** By the clock as it is when the turn has come, not when it was waited for: what is younger than that is not from the future. */
  async function askNow(): Promise<Known> {
    const at = clock.monotonic();
    const now = clock.now();
    const statuses = await needs.status(now);
    return { at, statuses: statuses.map((status) => ({ ...status, sizeOfUsual: sizeOfUsual(status, now) })) };
  }

  function sizeOfUsual({ location, newest, sizeBytes }: BackupStatus, now: number): number | null {
    if (newest === undefined || sizeBytes === null) return null;
    return needs.sizes.judge(`${job} ${location}`, { name: newest, bytes: sizeBytes }, now);
  }

  function copies(): LocationCopies[] {
    return (known?.statuses ?? []).flatMap(({ location, copies: found }) =>
      found === undefined ? [] : [{ job, tool, location, kind: needs.place, ...wholeNumbers(found) }],
    );
  }

  function samples(): Sample[] {
    const stale = known === undefined || clock.monotonic() - known.at > STALE_MS;
    const readable = failure !== undefined ? 0 : known === undefined ? null : stale ? 0 : 1;
    const statuses = stale ? [] : (known?.statuses ?? []);
    for (const status of statuses) if (isPlace(status)) locations.add(status.location);
    return [
      { measurement: 'backup_tool', tags, fields: [['readable', 'none', readable]] },
      ...[...locations].map((location) => locationSample(location, statuses)),
    ];
  }

  function locationSample(location: string, statuses: Known['statuses']): Sample {
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
        ['size_of_usual', 'percent', status?.sizeOfUsual ?? null],
      ],
    };
  }

  return {
    name: `backup ${job} (${tool}${part === 1 ? '' : `, part ${part}`})`,
    job,
    async collect(_now, patienceMs) {
      asking ??= ask();
      await within(clock, asking, patienceMs * 0.9);
      const remarks = (known?.statuses ?? []).flatMap(({ remark }) => remark ?? []);
      return {
        samples: samples(),
        copies: copies(),
        runs: (known?.statuses ?? []).flatMap(({ runs }) => runs ?? []),
        ...(failure === undefined ? {} : { error: failure }),
        ...(remarks.length === 0 ? {} : { remark: [...new Set(remarks)].join('; ') }),
      };
    },
  };
}

/** What tells of runs alone is nowhere. */
function isPlace({ runs, copies, fault }: BackupStatus): boolean {
  return runs === undefined || copies !== undefined || fault !== undefined;
}

/** Sizes and times as the wire has them: some tools, and file systems, know parts of a millisecond. */
export function wholeNumbers(copies: BackupCopies): BackupCopies {
  const { newest, unusable, oldestAt, bytes, verifiedAt, verification } = copies;
  return {
    ...copies,
    newest: newest === null ? null : wholeFacts(newest),
    ...(unusable === undefined
      ? {}
      : { unusable: { startedAt: whole(unusable.startedAt), endedAt: whole(unusable.endedAt) } }),
    oldestAt: whole(oldestAt),
    bytes: whole(bytes),
    verifiedAt: whole(verifiedAt),
    verification: verification === null ? null : verification.slice(0, 400),
  };
}

function wholeFacts({ expiresAt, ...facts }: BackupFacts): BackupFacts {
  const told = {
    ...facts,
    startedAt: whole(facts.startedAt),
    endedAt: whole(facts.endedAt),
    bytes: whole(facts.bytes),
    files: whole(facts.files),
  };
  // What is kept for longer than anybody can print has no end; the whole place would be refused for it.
  return expiresAt === undefined || expiresAt > MAX_TIME_MS
    ? told
    : { ...told, expiresAt: Math.max(0, Math.round(expiresAt)) };
}

function whole(value: number | null): number | null {
  return value === null ? null : Math.max(0, Math.round(value));
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
