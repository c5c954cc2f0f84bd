import type { AgentEvent } from '@watchcase/protocol';
import type { HostEvent } from '../model/index.ts';
import type { Tx } from '../store/index.ts';

type EndData = Extract<AgentEvent, { kind: 'backup-end' }>['data'];

/** Keeps the newest facts of a backup job: older ones that arrive late change nothing. */
export async function commitBackupEvent(tx: Tx, event: HostEvent): Promise<void> {
  const { job } = event.data as { job: string };
  if (event.replaces !== null)
    await tx
      .deleteFrom('backup_jobs')
      .where('host_id', '=', event.hostId)
      .where('job', '=', event.replaces)
      .execute();
  await tx
    .insertInto('backup_jobs')
    .values({ host_id: event.hostId, job, ...nothingKnown })
    .onConflict((conflict) => conflict.columns(['host_id', 'job']).doNothing())
    .execute();
  if (event.kind === 'backup-start') await commitStart(tx, event, job);
  else await commitEnd(tx, event, event.data as EndData);
}

const nothingKnown = {
  last_start: null,
  last_end: null,
  last_success: null,
  ok: null,
  exit_code: null,
  duration_seconds: null,
  size_bytes: null,
  output: '',
};

async function commitStart(tx: Tx, event: HostEvent, job: string): Promise<void> {
  await tx
    .updateTable('backup_jobs')
    .set({ last_start: event.time })
    .where('host_id', '=', event.hostId)
    .where('job', '=', job)
    .where((where) => where.or([where('last_start', 'is', null), where('last_start', '<', event.time)]))
    .execute();
}

async function commitEnd(tx: Tx, event: HostEvent, data: EndData): Promise<void> {
  await tx
    .updateTable('backup_jobs')
    .set({
      last_end: event.time,
      ok: data.ok ? 1 : 0,
      exit_code: data.exitCode,
      duration_seconds: data.durationSeconds,
      size_bytes: data.sizeBytes,
      output: data.output,
    })
    .where('host_id', '=', event.hostId)
    .where('job', '=', data.job)
    .where((where) => where.or([where('last_end', 'is', null), where('last_end', '<=', event.time)]))
    .execute();
  if (data.ok) await commitSuccess(tx, event, data.job);
}

/** The newest success may be older than the newest end, and may arrive after it: backlog follows what is live. */
async function commitSuccess(tx: Tx, event: HostEvent, job: string): Promise<void> {
  await tx
    .updateTable('backup_jobs')
    .set({ last_success: event.time })
    .where('host_id', '=', event.hostId)
    .where('job', '=', job)
    .where((where) => where.or([where('last_success', 'is', null), where('last_success', '<', event.time)]))
    .execute();
}
