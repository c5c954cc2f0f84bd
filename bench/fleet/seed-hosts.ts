import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { hostId, type HostIdentity, usernameOf } from '@watchcase/protocol';
import type { openPostgresStore, openSqliteStore } from '@watchcase/collector/store/index.ts';
import { createLog } from '@watchcase/runtime';
import { repositoryRoot } from '../../test/house/tree.ts';

const CHUNK = 500;

/** Hosts that stand one after the other are at different sites: those whose faults come one after the other have nothing to do with each other. */
const SITES = 500;

/** Hosts of one customer: as many as one broker may have. */
export const CUSTOMER_HOSTS = 16_000;

/** The generator's host number `index`. */
export function identityOfHost(index: number): HostIdentity {
  return { customer: customerOf(index), host: `h${index}` };
}

function customerOf(index: number): string {
  return `fleet${Math.floor(index / CUSTOMER_HOSTS)}`;
}

function siteOf(index: number): string {
  return `s${index % SITES}`;
}

/** Its password; random ones would have to be handed on. */
export function passwordOfHost(index: number): string {
  return `fleet-password-${index}`;
}

/** Writes `hosts` hosts with their credentials into a new store, a file or a PostgreSQL address, as enrolment would have; by the store of the build in `root`, which could not open one of a later build. */
export async function seedHosts(
  place: string,
  hosts: number,
  now: number,
  root = repositoryRoot,
): Promise<void> {
  const rooms = (await import(join(root, 'collector/src/store/index.ts'))) as {
    openSqliteStore: typeof openSqliteStore;
    openPostgresStore: typeof openPostgresStore;
  };
  const store = place.startsWith('postgres:')
    ? await rooms.openPostgresStore({ url: place, pool: 1 }, createLog('bench', 'silent'))
    : await rooms.openSqliteStore(place);
  await store.transaction(async (tx) => {
    for (let index = 0; index < hosts; index += CUSTOMER_HOSTS) {
      const id = customerOf(index);
      await tx.insertInto('customers').values({ id, name: id, created_at: now }).execute();
      const sites = new Set(
        Array.from({ length: Math.min(CUSTOMER_HOSTS, hosts - index) }, (_, i) => siteOf(index + i)),
      );
      await tx
        .insertInto('sites')
        .values([...sites].map((site) => siteRow(id, site, now)))
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

function siteRow(customer: string, site: string, now: number) {
  return { customer_id: customer, id: site, name: site, zone: 'UTC', created_at: now };
}

function hostRow(index: number, now: number) {
  const identity = identityOfHost(index);
  return {
    id: hostId(identity),
    customer_id: identity.customer,
    site_id: siteOf(index),
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
