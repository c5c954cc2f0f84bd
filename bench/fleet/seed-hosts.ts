import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { hostId, type HostIdentity, usernameOf } from '@watchcase/protocol';
import type { openSqliteStore } from '@watchcase/collector/store/index.ts';
import { repositoryRoot } from '../../test/house/tree.ts';

const CHUNK = 500;

/** Hosts of one customer: as many as one broker may have. */
export const CUSTOMER_HOSTS = 16_000;

/** The generator's host number `index`. */
export function identityOfHost(index: number): HostIdentity {
  return { customer: customerOf(index), host: `h${index}` };
}

function customerOf(index: number): string {
  return `fleet${Math.floor(index / CUSTOMER_HOSTS)}`;
}

/** Its password; random ones would have to be handed on. */
export function passwordOfHost(index: number): string {
  return `fleet-password-${index}`;
}

/** Writes `hosts` hosts with their credentials into a new store, as enrolment would have; by the store of the build in `root`, which could not open one of a later build. */
export async function seedHosts(
  file: string,
  hosts: number,
  now: number,
  root = repositoryRoot,
): Promise<void> {
  const rooms = (await import(join(root, 'collector/src/store/index.ts'))) as {
    openSqliteStore: typeof openSqliteStore;
  };
  const store = await rooms.openSqliteStore(file);
  await store.transaction(async (tx) => {
    for (let index = 0; index < hosts; index += CUSTOMER_HOSTS) {
      const id = customerOf(index);
      await tx.insertInto('customers').values({ id, name: id, created_at: now }).execute();
      await tx
        .insertInto('sites')
        .values({ customer_id: id, id: 'main', name: 'Main', zone: 'UTC', created_at: now })
        .execute();
    }
    for (let at = 0; at < hosts; at += CHUNK) {
      const indexes = Array.from({ length: Math.min(CHUNK, hosts - at) }, (_, i) => at + i);
      await tx
        .insertInto('hosts')
        .values(indexes.map((index) => hostRow(index, now)))
        .execute();
      await tx
        .insertInto('credentials')
        .values(indexes.map((index) => credentialRow(index, now)))
        .execute();
    }
  });
  await store.close();
}

function hostRow(index: number, now: number) {
  const identity = identityOfHost(index);
  return {
    id: hostId(identity),
    customer_id: identity.customer,
    site_id: 'main',
    name: identity.host,
    created_at: now,
    presence: 'never' as const,
    presence_since: now,
    session: 0,
    clock_offset_ms: 0,
    streams: '{}',
  };
}

function credentialRow(index: number, now: number) {
  const identity = identityOfHost(index);
  return {
    username: usernameOf(identity),
    host_id: hostId(identity),
    password_sha256: createHash('sha256').update(passwordOfHost(index)).digest('hex'),
    created_at: now,
    revoked_at: null,
  };
}
