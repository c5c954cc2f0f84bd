import { identityOf } from '@watchcase/protocol';
import type { Selectable } from 'kysely';
import type { Store, Tables } from '../store/index.ts';
import { knownOffset, noOffset } from './clock-offset.ts';
import { type HostState, newHostState } from './host-state.ts';
import { knownLayout, parseLayout } from './layouts.ts';
import { createMemory, type IngestMemory } from './memory.ts';

/** Ids per statement. */
const CHUNK = 500;

/** Which hosts are meant: those of some shards, one, or all that are in service. */
export interface Which {
  shards?: readonly number[] | undefined;
  only?: string;
}

/** Fills the memory from the store: hosts, layouts and how far each sequence is committed. */
export async function loadMemory(db: Store['db'], which: Which = {}): Promise<IngestMemory> {
  const memory = createMemory();
  for (const row of await hostsOf(db, which).selectAll().execute()) {
    const identity = identityOf(row.id);
    if (identity === undefined) continue;
    const host = newHostState({
      id: row.id,
      identity,
      customerId: row.customer_id,
      siteId: row.site_id,
      name: row.name,
      now: row.created_at,
    });
    memory.hosts.set(row.id, Object.assign(host, restored(row)));
  }
  await loadLayouts(db, memory);
  const revoked = db.selectFrom('credentials').select('host_id').where('revoked_at', 'is not', null);
  for (const row of await revoked.execute()) {
    const host = memory.hosts.get(row.host_id);
    if (host !== undefined) host.revoked = true;
  }
  const jobs = await db
    .selectFrom('backup_jobs')
    .select(['host_id', 'job', 'last_start', 'last_end', 'retired_at'])
    .$if(isSome(which), (query) => query.where('host_id', 'in', hostsOf(db, which).select('id')))
    .execute();
  for (const row of jobs) {
    const host = memory.hosts.get(row.host_id);
    host?.jobs.set(row.job, Math.max(row.last_start ?? 0, row.last_end ?? 0));
    if (row.retired_at !== null) host?.retiredJobs.add(row.job);
  }
  const epochs = await db
    .selectFrom('epochs')
    .select(['host_id', 'epoch', 'seq'])
    .$if(isSome(which), (query) => query.where('host_id', 'in', hostsOf(db, which).select('id')))
    .orderBy('epoch')
    .execute();
  for (const row of epochs) memory.hosts.get(row.host_id)?.cursors.set(row.epoch, row.seq);
  return memory;
}

/** Those in use. */
async function loadLayouts(db: Store['db'], { hosts, layouts }: IngestMemory): Promise<void> {
  const used = new Set([...hosts.values()].flatMap((host) => [...host.streams.values()]));
  const ids = [...used].filter((id) => id !== '');
  for (let at = 0; at < ids.length; at += CHUNK) {
    const rows = await db
      .selectFrom('layouts')
      .select('content')
      .where('id', 'in', ids.slice(at, at + CHUNK))
      .execute();
    for (const { content } of rows) {
      const layout = parseLayout(content);
      if (layout !== undefined) layouts.set(layout.id, knownLayout(layout));
    }
  }
}

function hostsOf(db: Store['db'], { shards, only }: Which) {
  let hosts = db.selectFrom('hosts').where('retired_at', 'is', null);
  if (only !== undefined) hosts = hosts.where('id', '=', only);
  if (shards === undefined) return hosts;
  return hosts.where('customer_id', 'in', (query) =>
    query.selectFrom('customers').select('customers.id').where('shard', 'in', shards),
  );
}

function restored(row: Selectable<Tables['hosts']>): Partial<HostState> {
  const offset = row.clock_offset_ms;
  return {
    nameGiven: row.name_given === 1,
    reportedName: row.reported_name ?? row.name,
    presence: row.presence,
    presenceSince: row.presence_since,
    session: row.session,
    sessionEndedAt: row.session_ended_at,
    lastHeardAt: row.last_heard_at,
    ...(row.interval_ms === null ? {} : { intervalMs: row.interval_ms }),
    liveEpoch: row.live_epoch,
    agentVersion: row.agent_version,
    platform: row.platform,
    offset: offset === 0 ? noOffset() : knownOffset(offset),
    refusals: new Map(Object.entries(JSON.parse(row.refusals ?? '{}') as Refusals)) as HostState['refusals'],
    streams: new Map(Object.entries(JSON.parse(row.streams) as Record<string, string>)),
    savedHeardAt: row.last_heard_at ?? 0,
  };
}

type Refusals = Record<string, { count: number; lastAt: number }>;

function isSome({ shards, only }: Which): boolean {
  return shards !== undefined || only !== undefined;
}
