import { timingSafeEqual } from 'node:crypto';
import { type EnrolReply, type HostIdentity, hostId, shardOf, slugOf, usernameOf } from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import type { Store, Tx } from '../store/index.ts';
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
  /** True when `username` (`customer/host`) has this password and was not revoked. */
  verify(username: string, password: string): Promise<boolean>;
}

/** What follows an enrolment elsewhere. */
export interface EnrolmentDoors {
  /** Makes the credential known to the broker, before the host hears of it. */
  addCredential(username: string, password: string): Promise<void>;
  /** The host is known from now on. */
  added(host: NewHost): void;
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
        await doors.addCredential(usernameOf(joined.identity), password);
        return joined;
      });
      doors.added(host);
      const { customer } = host.identity;
      return {
        ok: true,
        ...host.identity,
        shard: shardOf(customer),
        username: usernameOf(host.identity),
        password,
      };
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
  const hash = hashSecret(wanted.token);
  const row = await tx
    .selectFrom('enrolments')
    .selectAll()
    .where('token_sha256', '=', hash)
    .executeTakeFirst();
  if (row === undefined)
    throw refused(
      'ENROLMENT_TOKEN_INVALID',
      'there is no such enrolment token',
      'copy it again, or make a new one',
    );
  if (row.used_at !== null)
    throw refused(
      'ENROLMENT_TOKEN_USED',
      'this enrolment token was used already',
      'make a new one for each host',
    );
  if (row.expires_at <= now)
    throw refused('ENROLMENT_TOKEN_EXPIRED', 'this enrolment token has expired', 'make a new one');

  await place(tx, { customerId: row.customer_id, siteId: row.site_id, now });
  const identity = {
    customer: row.customer_id,
    host: await freeName(tx, row.customer_id, slugOf(name, 'host')),
  };
  const id = hostId(identity);
  await tx
    .insertInto('hosts')
    .values({
      id,
      customer_id: row.customer_id,
      site_id: row.site_id,
      name,
      created_at: now,
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
      username: usernameOf(identity),
      host_id: id,
      password_sha256: hashSecret(wanted.password),
      created_at: now,
      revoked_at: null,
    })
    .execute();
  const used = await tx
    .updateTable('enrolments')
    .set({ used_at: now, host_id: id })
    .where('id', '=', row.id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  if (used.numUpdatedRows !== 1n)
    throw refused(
      'ENROLMENT_TOKEN_USED',
      'this enrolment token was used already',
      'make a new one for each host',
    );
  return { identity, customerId: row.customer_id, siteId: row.site_id, name };
}

async function place(tx: Tx, at: { customerId: string; siteId: string; now: number }): Promise<void> {
  await tx
    .insertInto('customers')
    .values({ id: at.customerId, name: at.customerId, created_at: at.now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await tx
    .insertInto('sites')
    .values({ customer_id: at.customerId, id: at.siteId, name: at.siteId, zone: 'UTC', created_at: at.now })
    .onConflict((conflict) => conflict.columns(['customer_id', 'id']).doNothing())
    .execute();
}

/** Two machines of one name are two hosts: the second one is called name-2. */
async function freeName(tx: Tx, customer: string, wanted: string): Promise<string> {
  for (let count = 1; ; count++) {
    const host = count === 1 ? wanted : `${wanted.slice(0, 58)}-${count}`;
    const taken = await tx
      .selectFrom('hosts')
      .select('id')
      .where('id', '=', hostId({ customer, host }))
      .executeTakeFirst();
    if (taken === undefined) return host;
  }
}

function refused(code: string, message: string, fix: string): UserError {
  return new UserError({ code, place: 'token', message, fix });
}
