import { shardOf } from '@watchcase/protocol';
import { appendAudit } from '../audit/index.ts';
import type { Tx } from '../store/index.ts';
import { askAnew } from './ask-anew.ts';
import type { PlannedChange, RecordData, Writing } from './record.ts';
import { keyOf, nextRevision } from './rows.ts';

/** Rows in one statement. */
const CHUNK = 200;

/**
 * Writes new versions of records, with what follows from them (the tables of customers and sites, cases to be looked at) and a line of the audit log each, in this transaction. Rejects
 * when another has written one of these versions meanwhile.
 */
export async function writeRecords(
  tx: Tx,
  changes: readonly PlannedChange[],
  { actor, door, now, revision }: Writing & { revision?: number },
): Promise<void> {
  if (changes.length === 0) return;
  const common = { revision: revision ?? (await nextRevision(tx)), changed_at: now, changed_by: actor, door };
  for (let from = 0; from < changes.length; from += CHUNK) {
    const rows = changes.slice(from, from + CHUNK).map(({ kind, id, version, after }) => ({
      ...common,
      kind,
      id,
      version,
      data: JSON.stringify(after),
    }));
    await tx.insertInto('directory_records').values(rows).execute();
  }
  for (const change of changes) await index(tx, change, now);
  await askAnew(tx, changes, { revision: common.revision, since: now });
  const lines = changes.map((change) => ({
    subject: keyOf(change),
    act: change.act,
    before: change.before,
    after: change.after,
  }));
  await appendAudit(tx, lines, { actor, door, now });
}

/** Customers and sites have tables that others refer to: what stands there follows from the record. */
async function index(tx: Tx, { kind, id, after }: PlannedChange, now: number): Promise<void> {
  const name = String(after['name']);
  if (kind === 'customers')
    await tx
      .insertInto('customers')
      .values({ id, name, created_at: now, shard: shardOf(id) })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ name }))
      .execute();
  if (kind !== 'sites') return;
  const [customer_id, own] = placeOf(id);
  const zone = zoneOf(after);
  await tx
    .insertInto('sites')
    .values({ customer_id, id: own, name, zone, created_at: now })
    .onConflict((conflict) => conflict.columns(['customer_id', 'id']).doUpdateSet({ name, zone }))
    .execute();
}

/** Customer and own id of a site or host. */
export function placeOf(id: string): [customer: string, own: string] {
  const [customer = '', own = ''] = id.split('.');
  return [customer, own];
}

function zoneOf(site: RecordData): string {
  return typeof site['zone'] === 'string' ? site['zone'] : 'UTC';
}
