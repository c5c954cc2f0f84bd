import { randomBytes, randomUUID } from 'node:crypto';
import { UserError } from '@watchcase/runtime';
import type { Selectable } from 'kysely';
import { hashSecret } from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import type { Writing } from '../directory/index.ts';
import type { Store, Tables, Tx } from '../store/index.ts';

export type PingAddressRow = Selectable<Tables['ping_addresses']>;

/** As long as clients expect the key of a project to be. */
const KEY_BYTES = 16;

/** Makes an address of a job, or with `job: null` one of all jobs of a host; this answer alone has its secret. */
export async function addPingAddress(
  store: Store,
  { hostId, job }: { hostId: string; job: string | null },
  by: Writing,
): Promise<{ row: PingAddressRow; token: string }> {
  return store.transaction((tx) => add(tx, { hostId, job }, by));
}

/** Those of a host in force, by job. */
export function listPingAddresses({ db }: Store, hostId: string): Promise<PingAddressRow[]> {
  return db
    .selectFrom('ping_addresses')
    .selectAll()
    .where('host_id', '=', hostId)
    .where('ended_at', 'is', null)
    .orderBy('job')
    .orderBy('created_at')
    .execute();
}

/** Ends one: what comes to it is nobody's. Errors: PING_ADDRESS_NOT_FOUND (UserError). */
export async function endPingAddress(
  store: Store,
  asked: { hostId: string; id: string },
  by: Writing,
): Promise<void> {
  await store.transaction((tx) => end(tx, asked, by));
}

/** Another secret for the same: the old one ends with this. Errors: PING_ADDRESS_NOT_FOUND (UserError). */
export async function rotatePingAddress(
  store: Store,
  asked: { hostId: string; id: string },
  by: Writing,
): Promise<{ row: PingAddressRow; token: string }> {
  return store.transaction(async (tx) => {
    const { job } = await end(tx, asked, by);
    return add(tx, { hostId: asked.hostId, job }, by);
  });
}

async function add(tx: Tx, { hostId, job }: { hostId: string; job: string | null }, by: Writing) {
  const token = job === null ? randomBytes(KEY_BYTES).toString('base64url') : randomUUID();
  const hash = hashSecret(token);
  const row: PingAddressRow = {
    token_sha256: hash,
    id: hash.slice(0, 16),
    host_id: hostId,
    job,
    created_at: by.now,
    created_by: by.actor,
    last_at: null,
    last_word: null,
    last_text: '',
    ended_at: null,
  };
  await tx.insertInto('ping_addresses').values(row).execute();
  await appendAudit(
    tx,
    [{ subject: `pings/${row.id}`, act: 'add', before: null, after: { hostId, job } }],
    by,
  );
  return { row, token };
}

async function end(tx: Tx, { hostId, id }: { hostId: string; id: string }, by: Writing) {
  const row = await tx
    .updateTable('ping_addresses')
    .set({ ended_at: by.now })
    .where('host_id', '=', hostId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('job')
    .executeTakeFirst();
  if (row === undefined)
    throw new UserError({
      code: 'PING_ADDRESS_NOT_FOUND',
      place: id,
      message: 'this host has no such address for pings, or it was ended',
      fix: 'make a new one',
    });
  const before = { hostId, job: row.job };
  await appendAudit(tx, [{ subject: `pings/${id}`, act: 'end', before, after: null }], by);
  return row;
}
