import { timingSafeEqual } from 'node:crypto';
import { type EnrolReply, type HostIdentity, hostId, shardOf, slugOf, usernameOf } from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import type { Selectable } from 'kysely';
import type { Store, Tables, Tx } from '../store/index.ts';
import { hashSecret, newSecret } from './access.ts';

/** A host that has just joined. */
export interface NewHost {
  identity: HostIdentity;
  customerId: string;
  siteId: string;
  name: string;
}

/** Lets hosts join: one-time tokens, each exchanged once for a host's own credential. */
export interface Enrolments {
  create(
    wanted: { customer: string; site: string; validMinutes: number },
    now: number,
  ): Promise<{ id: number; token: string }>;
  /** Exchanges a token; the host's row and credential are made in the same transaction that uses the token up. Errors: ENROLMENT_TOKEN_INVALID, _USED, _EXPIRED. */
  redeem(token: string, name: string, now: number): Promise<EnrolReply & { ok: true }>;
  /** The customer that a token is for, whatever its state; undefined for one that never was. */
  customerOf(token: string): Promise<string | undefined>;
  /** True when `username` (`customer/host`) has this password and was not revoked. */
  verify(username: string, password: string): Promise<boolean>;
}

/** What follows an enrolment elsewhere. */
export interface EnrolmentDoors {
  /** Makes the credential known to the broker, before the host hears of it. */
  addCredential(username: string, password: string): Promise<void>;
  /** The host joins, in this transaction. */
  joins?(tx: Tx, host: NewHost): Promise<void>;
  /** The host is known from now on. */
  added(host: NewHost): void | Promise<void>;
}

/** Builds the room's part that lets hosts join. */
export function createEnrolments(store: Store, doors: EnrolmentDoors): Enrolments {
  const verified = new Map<string, string>();

  return {
    async create(wanted, now) {
      const token = newSecret();
      const row = await store.transaction((tx) =>
        tx
          .insertInto('enrolments')
          .values({
            token_sha256: hashSecret(token),
            customer_id: slugOf(wanted.customer, 'default'),
            site_id: slugOf(wanted.site, 'main'),
            created_at: now,
            expires_at: now + wanted.validMinutes * 60_000,
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      );
      return { id: row.id, token };
    },
    async redeem(token, name, now) {
      const password = newSecret();
      const host = await store.transaction(async (tx) => {
        const joined = await join(tx, { token, name, password, now });
        await doors.joins?.(tx, joined);
        await doors.addCredential(usernameOf(joined.identity), password);
        return joined;
      });
      await doors.added(host);
      const { customer } = host.identity;
      return {
        ok: true,
        ...host.identity,
        shard: shardOf(customer),
        username: usernameOf(host.identity),
        password,
      };
    },
    async customerOf(token) {
      const row = await store.db
        .selectFrom('enrolments')
        .select('customer_id')
        .where('token_sha256', '=', hashSecret(token))
        .executeTakeFirst();
      return row?.customer_id;
    },
    async verify(username, password) {
      const hash = hashSecret(password);
      if (verified.get(username) === hash) return true;
      const row = await store.db
        .selectFrom('credentials')
        .select('password_sha256')
        .where('username', '=', username)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (
        row === undefined ||
        !timingSafeEqual(Buffer.from(row.password_sha256, 'hex'), Buffer.from(hash, 'hex'))
      )
        return false;
      verified.set(username, hash);
      return true;
    },
  };
}

async function join(
  tx: Tx,
  wanted: { token: string; name: string; password: string; now: number },
): Promise<NewHost> {
  const { now, name } = wanted;
  const enrolment = await useUp(tx, wanted.token, now);
  const { customer_id: customerId, site_id: siteId } = enrolment;
  await place(tx, { customerId, siteId, now });
  const identity = await addHost(tx, { customerId, siteId, name, now });
  const id = hostId(identity);
  await tx
    .insertInto('credentials')
    .values({
      username: usernameOf(identity),
      host_id: id,
      password_sha256: hashSecret(wanted.password),
      created_at: now,
      revoked_at: null,
    })
    .execute();
  await tx.updateTable('enrolments').set({ host_id: id }).where('id', '=', enrolment.id).execute();
  return { identity, customerId, siteId, name };
}

/** The conditional update comes first: of two who bring the same token at once, one waits for the other and finds it used. */
async function useUp(tx: Tx, token: string, now: number): Promise<Selectable<Tables['enrolments']>> {
  const hash = hashSecret(token);
  const row = await tx
    .updateTable('enrolments')
    .set({ used_at: now })
    .where('token_sha256', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) return row;
  const known = await tx
    .selectFrom('enrolments')
    .select('used_at')
    .where('token_sha256', '=', hash)
    .executeTakeFirst();
  if (known === undefined)
    throw new UserError({
      code: 'ENROLMENT_TOKEN_INVALID',
      place: 'token',
      message: 'there is no such enrolment token',
      fix: 'copy it again, or make a new one',
    });
  if (known.used_at !== null)
    throw new UserError({
      code: 'ENROLMENT_TOKEN_USED',
      place: 'token',
      message: 'this enrolment token was used already',
      fix: 'make a new one for each host',
    });
  throw new UserError({
    code: 'ENROLMENT_TOKEN_EXPIRED',
    place: 'token',
    message: 'this enrolment token has expired',
    fix: 'make a new one',
  });
}

async function place(tx: Tx, at: { customerId: string; siteId: string; now: number }): Promise<void> {
  await tx
    .insertInto('customers')
    .values({
      id: at.customerId,
      name: at.customerId,
      created_at: at.now,
      shard: shardOf(at.customerId),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await tx
    .insertInto('sites')
    .values({ customer_id: at.customerId, id: at.siteId, name: at.siteId, zone: 'UTC', created_at: at.now })
    .onConflict((conflict) => conflict.columns(['customer_id', 'id']).doNothing())
    .execute();
}

/** Two machines of one name are two hosts: the second one is called name-2. */
async function addHost(
  tx: Tx,
  wanted: { customerId: string; siteId: string; name: string; now: number },
): Promise<HostIdentity> {
  const { customerId: customer, now } = wanted;
  const slug = slugOf(wanted.name, 'host');
  for (let count = 1; ; count++) {
    const identity = { customer, host: count === 1 ? slug : `${slug.slice(0, 58)}-${count}` };
    const added = await tx
      .insertInto('hosts')
      .values({
        id: hostId(identity),
        customer_id: customer,
        site_id: wanted.siteId,
        name: wanted.name,
        created_at: now,
        presence: 'never',
        presence_since: now,
        session: 0,
        clock_offset_ms: 0,
        streams: '{}',
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows === 1n) return identity;
  }
}
