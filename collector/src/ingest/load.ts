import { identityOf } from '@watchcase/protocol';
import type { Selectable } from 'kysely';
import type { Store, Tables } from '../store/index.ts';
import { noOffset } from './clock-offset.ts';
import { type HostState, newHostState } from './host-state.ts';
import { knownLayout, parseLayout } from './layouts.ts';
import { createMemory, type IngestMemory } from './memory.ts';

/** Ids per statement. */
const CHUNK = 500;

/** Fills the memory from the store: hosts (those of some shards, or all), layouts and how far each sequence is committed. */
export async function loadMemory(db: Store['db'], shards?: readonly number[]): Promise<IngestMemory> {
  const memory = createMemory();
  for (const row of await hostsOf(db, shards).selectAll().execute()) {
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
  const jobs = await db
    .selectFrom('backup_jobs')
    .select(['host_id', 'job', 'last_start', 'last_end'])
    .$if(shards !== undefined, (query) => query.where('host_id', 'in', hostsOf(db, shards).select('id')))
    .execute();
  for (const row of jobs)
    memory.hosts.get(row.host_id)?.jobs.set(row.job, Math.max(row.last_start ?? 0, row.last_end ?? 0));
  const epochs = await db
    .selectFrom('epochs')
    .select(['host_id', 'epoch', 'seq'])
    .$if(shards !== undefined, (query) => query.where('host_id', 'in', hostsOf(db, shards).select('id')))
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

function hostsOf(db: Store['db'], shards: readonly number[] | undefined) {
  const hosts = db.selectFrom('hosts');
  if (shards === undefined) return hosts;
  return hosts.where('customer_id', 'in', (query) =>
    query.selectFrom('customers').select('customers.id').where('shard', 'in', shards),
  );
}

function restored(row: Selectable<Tables['hosts']>): Partial<HostState> {
  const offset = row.clock_offset_ms;
  return {
    presence: row.presence,
    presenceSince: row.presence_since,
    session: row.session,
    sessionEndedAt: row.session_ended_at,
    lastHeardAt: row.last_heard_at,
    ...(row.interval_ms === null ? {} : { intervalMs: row.interval_ms }),
    liveEpoch: row.live_epoch,
    agentVersion: row.agent_version,
    platform: row.platform,
    offset: offset === 0 ? noOffset : { offsetMs: offset, lately: [offset], doubtful: [] },
    streams: new Map(Object.entries(JSON.parse(row.streams) as Record<string, string>)),
    savedHeardAt: row.last_heard_at ?? 0,
  };
}
