import type { DeleteResult } from 'kysely';
import type { Expiry } from './decide-expired.ts';
import type { Tx } from './contract.ts';

/** Ids per statement. */
const CHUNK = 500;

/** Deletes what has expired, and layouts that no host uses and nothing kept names; gives how many rows of each table. */
export async function deleteExpired(
  tx: Tx,
  expiry: Expiry,
): Promise<Record<keyof Expiry | 'layouts', number>> {
  return {
    access: count(await tx.deleteFrom('access').where('expires_at', '<', expiry.access).execute()),
    enrolments: count(await deleteEnrolments(tx, expiry.enrolments)),
    epochs: count(await deleteEpochs(tx, expiry.epochs)),
    alerts: count(await deleteAlerts(tx, expiry.alerts)),
    errands: count(
      await tx
        .deleteFrom('errands')
        .where('created_at', '<', expiry.errands)
        .where('answer', 'is not', null)
        .execute(),
    ),
    attachments: count(
      await tx
        .deleteFrom('attachments')
        .where('attached', '=', 0)
        .where('created_at', '<', expiry.attachments)
        .execute(),
    ),
    chat_seen: count(await tx.deleteFrom('chat_seen').where('at', '<', expiry.chat_seen).execute()),
    backup_facts: count(await deleteFacts(tx, expiry.backup_facts)),
    evidence_files: count(await deleteEvidence(tx, expiry.evidence_files)),
    backup_months: count(
      await tx.deleteFrom('backup_months').where('month', '<', monthAt(expiry.backup_months)).execute(),
    ),
    layouts: await deleteLayouts(tx),
  };
}

function deleteEnrolments(tx: Tx, before: number): Promise<DeleteResult[]> {
  return tx
    .deleteFrom('enrolments')
    .where((where) => where.or([where('used_at', '<', before), where('expires_at', '<', before)]))
    .execute();
}

function deleteEpochs(tx: Tx, before: number): Promise<DeleteResult[]> {
  return tx
    .deleteFrom('epochs')
    .where('updated_at', '<', before)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('hosts')
            .select('hosts.id')
            .whereRef('hosts.id', '=', 'epochs.host_id')
            .whereRef('hosts.live_epoch', '=', 'epochs.epoch'),
        ),
      ),
    )
    .execute();
}

function deleteAlerts(tx: Tx, before: number): Promise<DeleteResult[]> {
  return tx
    .deleteFrom('alerts')
    .where('state', 'in', ['resolved', 'inactive'])
    .where('last_sample', '<', before)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('cases')
            .select('cases.id')
            .whereRef('cases.id', '=', 'alerts.case_id')
            .where('cases.unresolved', '=', 1),
        ),
      ),
    )
    .execute();
}

/** A drill may be wanted every three years: policies go by the newest of each, however old it is. */
function deleteFacts(tx: Tx, before: number): Promise<DeleteResult[]> {
  return tx
    .deleteFrom('backup_facts')
    .where('at', '<', before)
    .where((where) =>
      where.exists(
        where
          .selectFrom('backup_facts as newer')
          .select('newer.id')
          .whereRef('newer.host_id', '=', 'backup_facts.host_id')
          .whereRef('newer.job', '=', 'backup_facts.job')
          .whereRef('newer.kind', '=', 'backup_facts.kind')
          .whereRef('newer.outcome', '=', 'backup_facts.outcome')
          .whereRef('newer.at', '>', 'backup_facts.at'),
      ),
    )
    .execute();
}

/** What no drill took, and what proved one that is kept no longer. */
function deleteEvidence(tx: Tx, before: number): Promise<DeleteResult[]> {
  return tx
    .deleteFrom('evidence_files')
    .where((where) =>
      where.or([
        where.and([where('drill', 'is', null), where('created_at', '<', before)]),
        where.and([
          where('drill', 'is not', null),
          where.not(
            where.exists(
              where
                .selectFrom('backup_facts')
                .select('backup_facts.id')
                .whereRef('backup_facts.host_id', '=', 'evidence_files.host_id')
                .whereRef('backup_facts.job', '=', 'evidence_files.job')
                .where('backup_facts.kind', '=', 'drill')
                .whereRef('backup_facts.id', '=', 'evidence_files.drill'),
            ),
          ),
        ]),
      ]),
    )
    .execute();
}

/** Months since January 1970 (UTC). */
function monthAt(ms: number): number {
  const date = new Date(ms);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

async function deleteLayouts(tx: Tx): Promise<number> {
  const hosts = await tx.selectFrom('hosts').select('streams').execute();
  const used = new Set(
    hosts.flatMap(({ streams }) => Object.values(JSON.parse(streams) as Record<string, string>)),
  );
  for (const { layouts } of await tx.selectFrom('judged_blocks').select('layouts').distinct().execute())
    for (const id of Object.values(JSON.parse(layouts) as Record<string, string>)) used.add(id);
  const layouts = await tx.selectFrom('layouts').select('id').execute();
  const unused = layouts.map(({ id }) => id).filter((id) => !used.has(id));
  let deleted = 0;
  for (let at = 0; at < unused.length; at += CHUNK)
    deleted += count(
      await tx
        .deleteFrom('layouts')
        .where('id', 'in', unused.slice(at, at + CHUNK))
        .execute(),
    );
  return deleted;
}

function count(results: readonly DeleteResult[]): number {
  return results.reduce((sum, result) => sum + Number(result.numDeletedRows), 0);
}
