import { UserError } from '@watchcase/runtime';
import type { HostChange } from '../model/index.ts';
import type { Tx } from './contract.ts';

/**
 * Writes what a person changes of a host. Nothing of its history is touched; alerts of a host that is retired stand still for good, and keep their cases. Errors:
 * HOST_NOT_FOUND.
 */
export async function changeHost(tx: Tx, id: string, change: HostChange, now: number): Promise<void> {
  const host = await tx.selectFrom('hosts').selectAll().where('id', '=', id).executeTakeFirst();
  if (host === undefined)
    throw new UserError({
      code: 'HOST_NOT_FOUND',
      place: id,
      message: 'there is no such host',
      fix: 'look for it in /api/v1/hosts',
    });
  const { name, siteId, retired, revoked, retiredJob } = change;
  const set = {
    ...(name === undefined
      ? {}
      : { name: name ?? host.reported_name ?? host.name, name_given: name === null ? 0 : 1 }),
    ...(siteId === undefined ? {} : { site_id: siteId }),
    ...(retired === undefined
      ? {}
      : { retired_at: host.retired_at ?? now, presence: 'offline' as const, presence_since: now }),
  };
  if (Object.keys(set).length > 0) await tx.updateTable('hosts').set(set).where('id', '=', id).execute();
  if (retiredJob !== undefined)
    await tx
      .updateTable('backup_jobs')
      .set({ retired_at: now })
      .where('host_id', '=', id)
      .where('job', '=', retiredJob)
      .execute();
  if (retired !== undefined || revoked !== undefined)
    await tx
      .updateTable('credentials')
      .set({ revoked_at: now })
      .where('host_id', '=', id)
      .where('revoked_at', 'is', null)
      .execute();
  if (retired === undefined) return;
  for (const state of ['pending', 'firing'] as const)
    await tx
      .updateTable('alerts')
      .set({ state: 'frozen', frozen_from: state })
      .where('host_id', '=', id)
      .where('state', '=', state)
      .execute();
}
