import type { HostEvent } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { commitBackupEvent } from './commit-backup.ts';

/** Characters of a job's output that are kept: the last. */
export const PING_CHARACTERS = 4000;

/** What a ping says of a run. */
export type PingSays = { kind: 'start' } | { kind: 'end'; ok: boolean; exitCode: number | null };

/** One word of a job that reports by itself, past any agent. */
export interface Ping {
  hostId: string;
  job: string;
  says: PingSays;
  /** Pairs start and end; null where the sender does not tell its runs apart. */
  run: string | null;
  /** What it printed, at most 4 000 characters. */
  output: string;
  /** Arrival, Unix milliseconds, and its place among those of one millisecond, from 1. */
  at: number;
  place: number;
}

/** The run of those who give theirs no number: each start begins it again. */
const ONLY_RUN = 'ping';

/** Takes a ping as the event of a run. What it knows nothing of is left open: a host's agent may report the same job, and then the later of both counts. */
export async function commitPing(tx: Tx, ping: Ping): Promise<void> {
  const { hostId, job, says, at } = ping;
  const run = ping.run ?? ONLY_RUN;
  const event = { hostId, epoch: at, seq: ping.place, time: at, arrivedAt: at, late: false, replaces: null };
  if (says.kind === 'start')
    await commitBackupEvent(tx, { ...event, kind: 'backup-start', data: { job, run } });
  else await commitBackupEvent(tx, await endOf(tx, { ...event, kind: 'backup-end' }, { ...ping, run, says }));
  await forgetPlaces(tx, ping);
}

async function endOf(
  tx: Tx,
  event: Omit<HostEvent, 'data'>,
  { hostId, job, run, says, at, output }: Ping & { run: string; says: PingSays & { kind: 'end' } },
): Promise<HostEvent> {
  const begun = await tx
    .selectFrom('backup_runs')
    .select('started_at')
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where('run', '=', run)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  const startedAt = begun?.started_at ?? null;
  const durationSeconds = startedAt === null ? null : Math.max(0, at - startedAt) / 1000;
  const { ok, exitCode } = says;
  return { ...event, data: { job, run, ok, exitCode, durationSeconds, sizeBytes: null, output } };
}

/** It has no place in its host's sequence: what comes next is compared by time. */
async function forgetPlaces(tx: Tx, { hostId, job, at }: Ping): Promise<void> {
  for (const fact of ['start', 'end', 'success'] as const)
    await tx
      .updateTable('backup_jobs')
      .set({ [`${fact}_epoch`]: null, [`${fact}_seq`]: null })
      .where('host_id', '=', hostId)
      .where('job', '=', job)
      .where(`${fact}_epoch`, '=', at)
      .execute();
}
