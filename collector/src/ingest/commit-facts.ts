import {
  type AgentEvent,
  type BackupCopies,
  type BackupVerified,
  LIMITS,
  type RestoreDrill,
  runOutcomeOf,
} from '@watchcase/protocol';
import type { HostEvent } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { BLANK, keepFact } from './keep-fact.ts';

/** Tables of what is known of a job. */
const FORGOTTEN = [
  'backup_facts',
  'evidence_files',
  'backup_locations',
  'backup_standings',
  'backup_months',
] as const;

type EndData = Extract<AgentEvent, { kind: 'backup-end' }>['data'];
/** Keeps how a run ended. Its begin is what was told of it, else what its duration says. */
export async function keepRunEnd(tx: Tx, event: HostEvent, data: EndData): Promise<void> {
  const { job, run, durationSeconds, sizeBytes } = data;
  const row = await tx
    .selectFrom('backup_runs')
    .select('started_at')
    .where('host_id', '=', event.hostId)
    .where('job', '=', job)
    .where('run', '=', run)
    .executeTakeFirst();
  const counted = durationSeconds === null ? null : event.time - Math.round(durationSeconds * 1000);
  await keepFact(tx, event.hostId, {
    ...BLANK,
    job,
    kind: 'run',
    id: run,
    at: event.time,
    started_at: row?.started_at ?? counted,
    outcome: runOutcomeOf(data),
    bytes: sizeBytes === null ? null : Math.round(sizeBytes),
  });
}

/** Keeps what a location has: what was said later, by the host's own sequence, is never replaced by what was said before. A copy that is new there is a fact. */
export async function keepCopies(tx: Tx, event: HostEvent, data: BackupCopies): Promise<void> {
  const { job, location, newest } = data;
  const shift = event.time - data.at;
  // The tool was asked by the host's clock, which may be off; what it says of its copies is by the clock of whoever made them.
  const askedAt = Math.abs(shift) > LIMITS.clockToleranceMs ? event.time : data.at;
  if (!(await writeLocation(tx, event, { ...data, at: askedAt }))) return;
  const made = newest?.endedAt ?? newest?.startedAt ?? null;
  if (newest !== null && made !== null)
    await keepFact(tx, event.hostId, {
      ...BLANK,
      job,
      kind: 'copy',
      id: `${location}@${made}`,
      at: Math.min(made, askedAt),
      started_at: newest.startedAt,
      outcome: `${newest.kind} ${newest.complete}`,
      bytes: newest.bytes,
      files: newest.files,
      location,
      expires_at: newest.expiresAt ?? null,
    });
  if (data.verifiedAt !== null)
    await keepFact(tx, event.hostId, {
      ...BLANK,
      job,
      kind: 'verified',
      id: `${location}@${data.verifiedAt}`,
      at: Math.min(data.verifiedAt, askedAt),
      outcome: data.sound === false ? 'damaged' : 'sound',
      location,
    });
}

/** Keeps a verification that was reported: as something that happened on its day, and, unless a later one is known, as what is known of its location; of more locations than a job may have the one that was verified longest ago goes. */
export async function keepVerification(tx: Tx, event: HostEvent, data: BackupVerified): Promise<void> {
  const { job, location, sound, found } = data;
  const at = Math.min(data.at, event.time);
  const outcome = sound ? 'sound' : 'damaged';
  const fact = { ...BLANK, job, at, outcome, location };
  await keepFact(tx, event.hostId, { ...fact, kind: 'verified', id: `${location}@${at}` });
  const known = await tx
    .selectFrom('backup_facts')
    .select(['id', 'at'])
    .where('host_id', '=', event.hostId)
    .where('job', '=', job)
    .where('kind', '=', 'verification')
    .orderBy('at', 'desc')
    .execute();
  const before = known.find(({ id }) => id === location);
  if (before !== undefined && before.at > at) return;
  const others = known.filter(({ id }) => id !== location).slice(LIMITS.backupLocations - 1);
  if (others.length > 0)
    await tx
      .deleteFrom('backup_facts')
      .where('host_id', '=', event.hostId)
      .where('job', '=', job)
      .where('kind', '=', 'verification')
      .where(
        'id',
        'in',
        others.map(({ id }) => id),
      )
      .execute();
  await keepFact(tx, event.hostId, { ...fact, kind: 'verification', id: location, detail: found });
}

/** Keeps a restore drill with its evidence. It is over by when it was told, whatever the host's clock says, and took as long as it says. */
export async function keepDrill(tx: Tx, event: HostEvent, data: RestoreDrill): Promise<void> {
  const { job, tool, runId, checks, snapshotAt, note } = data;
  const at = Math.min(data.endedAt, event.time);
  await keepFact(tx, event.hostId, {
    ...BLANK,
    job,
    kind: 'drill',
    id: runId,
    at,
    started_at: at - Math.max(0, data.endedAt - data.startedAt),
    outcome: data.outcome,
    bytes: data.restoredBytes,
    detail: JSON.stringify({ tool, checks, snapshotAt, note: note ?? '' }),
  });
}

/** Forgets all of a job that gave way to another. */
export async function forgetFacts(tx: Tx, hostId: string, job: string): Promise<void> {
  for (const table of FORGOTTEN)
    await tx.deleteFrom(table).where('host_id', '=', hostId).where('job', '=', job).execute();
}

/** False when something later is known. Of more locations than a job may have the one that was asked longest ago goes. */
async function writeLocation(tx: Tx, event: HostEvent, data: BackupCopies): Promise<boolean> {
  const { hostId, epoch, seq } = event;
  const { job, location } = data;
  const known = await tx
    .selectFrom('backup_locations')
    .select(['location', 'epoch', 'seq', 'asked_at'])
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .execute();
  const row = known.find((one) => one.location === location);
  if (row !== undefined && (row.epoch > epoch || (row.epoch === epoch && row.seq > seq))) return false;
  if (row === undefined && known.length >= LIMITS.backupLocations) {
    const oldest = known.reduce((a, b) => (b.asked_at < a.asked_at ? b : a));
    await tx
      .deleteFrom('backup_locations')
      .where('host_id', '=', hostId)
      .where('job', '=', job)
      .where('location', '=', oldest.location)
      .execute();
  }
  const set = {
    kind: data.kind,
    tool: data.tool,
    asked_at: data.at,
    newest: data.newest === null ? null : JSON.stringify(data.newest),
    unusable: data.unusable === undefined ? null : JSON.stringify(data.unusable),
    oldest_at: data.oldestAt,
    count: data.count,
    spread: data.spread === undefined ? null : JSON.stringify(data.spread),
    bytes: data.bytes,
    verified_at: data.verifiedAt,
    verification: data.verification,
    sound: data.sound === false ? (0 as const) : (1 as const),
    epoch,
    seq,
  };
  await tx
    .insertInto('backup_locations')
    .values({ host_id: hostId, job, location, ...set })
    .onConflict((conflict) => conflict.columns(['host_id', 'job', 'location']).doUpdateSet(set))
    .execute();
  return true;
}
