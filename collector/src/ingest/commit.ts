import type { Updateable } from 'kysely';
import type { HostEvent } from '../model/index.ts';
import { type Fields, inParts, prepared } from '../prepared.ts';
import type { Tables, Tx } from '../store/index.ts';
import { commitBackupEvent } from './commit-backup.ts';
import { commitPing } from './commit-ping.ts';
import { commitUpgrade } from './commit-upgrade.ts';
import type { HostState } from './host-state.ts';
import { concerned, type Intake } from './intake.ts';

/** Writes cursors, hosts, layouts and events of one turn. Everything is an upsert of the state in memory, so a repeated try is harmless. */
export async function commitIntake(tx: Tx, intake: Intake): Promise<void> {
  await commitLayouts(tx, intake);
  for (const host of intake.dirtyHosts) await commitHost(tx, host);
  await commitCursors(tx, intake);
  for (const event of intake.events) await commitEvent(tx, event);
  for (const ping of intake.pings) await commitPing(tx, ping);
}

async function commitLayouts(tx: Tx, intake: Intake): Promise<void> {
  for (const layout of intake.layouts) {
    await tx
      .insertInto('layouts')
      .values({ id: layout.id, content: JSON.stringify(layout) })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}

async function commitHost(tx: Tx, host: HostState): Promise<void> {
  host.savedHeardAt = host.lastHeardAt ?? 0;
  host.refusalsUnsaved = false;
  await updateHost(tx, host.id, {
    name: host.name,
    reported_name: host.reportedName,
    presence: host.presence,
    presence_since: host.presenceSince,
    session: host.session,
    session_ended_at: host.sessionEndedAt,
    last_heard_at: host.lastHeardAt,
    interval_ms: host.intervalMs,
    live_epoch: host.liveEpoch,
    clock_offset_ms: Math.round(host.offset.offsetMs),
    agent_version: host.agentVersion,
    platform: host.platform,
    streams: JSON.stringify(Object.fromEntries(host.streams)),
    refusals: JSON.stringify(Object.fromEntries(host.refusals)),
  });
}

const updateHost = prepared((db, id: string, columns: Updateable<Tables['hosts']> & Fields) =>
  db.updateTable('hosts').set(columns).where('id', '=', id),
);

async function commitCursors(tx: Tx, intake: Intake): Promise<void> {
  const rows = [...concerned(intake)].flatMap((host) =>
    [...host.waiting.epochs].map((epoch) => ({
      host_id: host.id,
      epoch,
      seq: host.cursors.get(epoch) ?? 0,
      updated_at: host.lastHeardAt ?? 0,
    })),
  );
  for (const part of inParts(rows)) await putCursors(tx, part);
}

const putCursors = prepared(
  (db, rows: readonly { host_id: string; epoch: number; seq: number; updated_at: number }[]) =>
    db
      .insertInto('epochs')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['host_id', 'epoch']).doUpdateSet((row) => ({
          seq: row.ref('excluded.seq'),
          updated_at: row.ref('excluded.updated_at'),
        })),
      ),
);

async function commitEvent(tx: Tx, event: HostEvent): Promise<void> {
  if (event.kind === 'inventory') {
    await commitInventory(tx, event);
  } else if (event.kind === 'boot') {
    await commitUnread(tx, event);
  } else if (event.kind === 'upgrade') {
    await commitUpgrade(tx, event);
  } else {
    await commitBackupEvent(tx, event);
  }
}

/** What was said before never replaces what was said after it, whatever the host's clock says. */
async function commitUnread(tx: Tx, { hostId, epoch, seq, data }: HostEvent): Promise<void> {
  if (!('unread' in data)) return;
  await tx
    .updateTable('hosts')
    .set({ unread: JSON.stringify(data.unread), unread_epoch: epoch, unread_seq: seq })
    .where('id', '=', hostId)
    .where((where) =>
      where.or([
        where('unread_epoch', 'is', null),
        where('unread_epoch', '<', epoch),
        where.and([where('unread_epoch', '=', epoch), where('unread_seq', '<', seq)]),
      ]),
    )
    .execute();
}

/** Backlog follows what is live: an older inventory never replaces a newer one. */
async function commitInventory(tx: Tx, event: HostEvent): Promise<void> {
  await tx
    .updateTable('hosts')
    .set({ inventory: JSON.stringify(event.data), inventory_at: event.time })
    .where('id', '=', event.hostId)
    .where((where) => where.or([where('inventory_at', 'is', null), where('inventory_at', '<=', event.time)]))
    .execute();
}
