import { usernameOf } from '@watchcase/protocol';
import { SYNTHETIC } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { syntheticShard } from './messages.ts';

const { customerId, siteId, hostId, host, caseId } = SYNTHETIC;

/** The MQTT user of the host. */
export const syntheticUser = usernameOf({ customer: customerId, host });

/**
 * Makes the host's place, and its password known. The host is out of service: nobody loads it at a start, and no list has it. What an earlier alert left, after a
 * crash say, is removed before.
 */
export async function preparePlace(
  tx: Tx,
  { passwordHash, now }: { passwordHash: string; now: number },
): Promise<void> {
  await sweepPlace(tx);
  await tx
    .insertInto('customers')
    .values({ id: customerId, name: 'Watchcase (synthetic alert)', created_at: now, shard: syntheticShard })
    .execute();
  await tx
    .insertInto('hosts')
    .values({
      id: hostId,
      customer_id: customerId,
      site_id: siteId,
      name: host,
      created_at: now,
      retired_at: now,
      presence: 'never',
      presence_since: now,
      session: 0,
      clock_offset_ms: 0,
      streams: '{}',
    })
    .execute();
  await tx
    .insertInto('credentials')
    .values({
      username: syntheticUser,
      host_id: hostId,
      password_sha256: passwordHash,
      created_at: now,
      revoked_at: null,
    })
    .execute();
}

/** Removes the case with all that hangs on it, the host and its customer: nothing of an alert stays. */
export async function sweepPlace(tx: Tx): Promise<void> {
  const pages = tx.selectFrom('pages').select('id').where('case_id', '=', caseId);
  await tx.deleteFrom('page_attempts').where('page_id', 'in', pages).execute();
  await tx.deleteFrom('alerts').where('host_id', '=', hostId).execute();
  for (const table of ['pages', 'case_events', 'case_clocks', 'case_evidence', 'indexed_cases'] as const)
    await tx.deleteFrom(table).where('case_id', '=', caseId).execute();
  await tx.deleteFrom('cases').where('id', '=', caseId).execute();
  for (const table of ['epochs', 'credentials'] as const)
    await tx.deleteFrom(table).where('host_id', '=', hostId).execute();
  await tx.deleteFrom('hosts').where('id', '=', hostId).execute();
  await tx.deleteFrom('customers').where('id', '=', customerId).execute();
}
