import { timingSafeEqual } from 'node:crypto';
import {
  type EnrolReply,
  type EnrolRequest,
  type HostIdentity,
  hostId,
  identityOf,
  shardOf,
  tokenParts,
  usernameOf,
} from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import type { Store, Tx } from '../store/index.ts';
import {
  customerFor,
  idOfName,
  nextId,
  recordHost,
  siteFor,
  type Wanted,
  type Writing,
} from '../directory/index.ts';
import { hashSecret, newSecret } from '../access/index.ts';
import type { Clients, Shown } from '../tls/index.ts';
import { useUp } from './use-up.ts';

/** A host that has just joined. */
export interface NewHost {
  identity: HostIdentity;
  customerId: string;
  siteId: string;
  name: string;
  /** It was here before, and has a new credential. */
  again?: true;
}

/** Lets hosts join: one-time tokens, each exchanged once for a host's own credential. */
export interface Enrolments {
  /** Makes a token for a place, which is made too when there is none, or for a host that needs another credential. Errors: HOST_NOT_FOUND. */
  create(
    wanted: ({ customer: Wanted; site: Wanted } | { host: string }) & { validMinutes: number; by?: string },
    now: number,
  ): Promise<{ id: number; token: string }>;
  /**
   * Exchanges a token; the host's row and credential are made in the same transaction that uses the token up. The attempt that used it may come again. Errors:
   * ENROLMENT_TOKEN_INVALID, _USED, _EXPIRED, _REVOKED, ENROLMENT_BUSY, ID_TAKEN.
   */
  redeem(request: EnrolRequest, now: number): Promise<EnrolReply & { ok: true }>;
  /** Forgets that a password was right: the credential may have been taken from the host. */
  forget(username: string): void;
  /** The customer that a token is for, whatever its state; undefined for one that never was. */
  customerOf(token: string): Promise<string | undefined>;
  /** True when `username` (`customer/host`) has this password, was not revoked, and has shown the certificate it was given. */
  verify(username: string, password: string, shown?: Shown): Promise<boolean>;
}

/** What follows an enrolment elsewhere. */
export interface EnrolmentDoors {
  /** Makes the credential known to the broker, before the host hears of it. */
  addCredential(username: string, password: string): Promise<void>;
  /** The host joins, in this transaction. */
  joins?(tx: Tx, host: NewHost): Promise<void>;
  /** The host is known from now on. */
  added(host: NewHost): void | Promise<void>;
  /** Certificates of hosts; nobody is given one without it. */
  clients?: Clients;
}

/** Who makes what joining makes. */
const JOINING = { actor: 'watchcase', door: 'enrolment' } as const;
/** Hosts that join at once; more are told to come again. */
const MOST_JOINING = 32;

/** Builds the room's part that lets hosts join. */
export function createEnrolments(store: Store, doors: EnrolmentDoors): Enrolments {
  const verified = new Map<string, string>();
  let joining = 0;
  let forgotten = 0;

  function forget(username: string): void {
    forgotten++;
    verified.delete(username);
  }

  async function admit(request: EnrolRequest, now: number): Promise<EnrolReply & { ok: true }> {
    let given: ReturnType<Clients['issue']>;
    const password = newSecret();
    const { publicKey } = request;
    const host = await store.transaction(async (tx) => {
      const token = tokenParts(request.token).secret;
      const joined = await join(tx, { request: { ...request, token }, password, now });
      given =
        publicKey === undefined
          ? undefined
          : doors.clients?.issue(publicKey, usernameOf(joined.identity), now);
      await keepKey(tx, usernameOf(joined.identity), given?.key ?? null);
      await doors.joins?.(tx, joined);
      await doors.addCredential(usernameOf(joined.identity), password);
      return joined;
    });
    const { identity } = host;
    forget(usernameOf(identity));
    await doors.added(host);
    return {
      ok: true,
      ...identity,
      shard: shardOf(identity.customer),
      username: usernameOf(identity),
      password,
      ...(given === undefined ? {} : { certificate: given.certificate }),
    };
  }

  return {
    async create(wanted, now) {
      const token = newSecret();
      const row = await store.transaction(async (tx) => {
        const at = await placeOf(tx, wanted, { ...JOINING, actor: wanted.by ?? JOINING.actor, now });
        return tx
          .insertInto('enrolments')
          .values({
            token_sha256: hashSecret(token),
            ...at,
            created_at: now,
            expires_at: now + wanted.validMinutes * 60_000,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
      });
      return { id: row.id, token };
    },
    async redeem(request, now) {
      if (joining >= MOST_JOINING) throw busy();
      joining++;
      try {
        return await admit(request, now);
      } finally {
        joining--;
      }
    },
    forget,
    async customerOf(token) {
      const row = await store.db
        .selectFrom('enrolments')
        .select('customer_id')
        .where('token_sha256', '=', hashSecret(tokenParts(token).secret))
        .executeTakeFirst();
      return row?.customer_id;
    },
    async verify(username, password, shown) {
      const hash = hashSecret(password);
      const known = `${hash} ${shown?.tls} ${shown?.key}`;
      if (verified.get(username) === known) return true;
      const before = forgotten;
      const row = await store.db
        .selectFrom('credentials')
        .select(['password_sha256', 'public_key_sha256'])
        .where('username', '=', username)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (
        row === undefined ||
        !timingSafeEqual(Buffer.from(row.password_sha256, 'hex'), Buffer.from(hash, 'hex'))
      )
        return false;
      if (doors.clients?.isWelcome(row.public_key_sha256, shown) === false) return false;
      // What was read before a revocation is not known to be good after it.
      if (forgotten === before) verified.set(username, known);
      return true;
    },
  };
}

/** Where a token's host belongs, as columns of its row. */
async function placeOf(
  tx: Tx,
  wanted: { customer: Wanted; site: Wanted } | { host: string },
  by: Writing,
): Promise<{ customer_id: string; site_id: string; for_host?: string }> {
  if ('customer' in wanted) {
    const customer = await customerFor(tx, wanted.customer, by);
    const site = await siteFor(tx, customer.id, wanted.site, by);
    return { customer_id: customer.id, site_id: site.id };
  }
  const row = await tx
    .selectFrom('hosts')
    .select(['customer_id', 'site_id'])
    .where('id', '=', wanted.host)
    .executeTakeFirst();
  if (row !== undefined) return { ...row, for_host: wanted.host };
  throw new UserError({ code: 'HOST_NOT_FOUND', place: wanted.host, message: 'there is no such host' });
}

async function keepKey(tx: Tx, username: string, key: string | null): Promise<void> {
  await tx
    .updateTable('credentials')
    .set({ public_key_sha256: key })
    .where('username', '=', username)
    .execute();
}

function busy(): UserError {
  return new UserError({
    code: 'ENROLMENT_BUSY',
    place: 'enrolment',
    message: 'too many hosts join at once',
    fix: 'try again in some seconds; the token is still good',
  });
}

async function join(
  tx: Tx,
  { request, password, now }: { request: EnrolRequest; password: string; now: number },
): Promise<NewHost> {
  const { name } = request;
  const enrolment = await useUp(tx, request, now);
  const { customer_id: customerId, site_id: siteId } = enrolment;
  const by: Writing = { ...JOINING, now };
  await customerFor(tx, { id: customerId }, by);
  await siteFor(tx, customerId, { id: siteId }, by);
  const known = identityOf(enrolment.host_id ?? enrolment.for_host ?? '');
  if (known !== undefined)
    await tx.updateTable('hosts').set({ retired_at: null }).where('id', '=', hostId(known)).execute();
  const identity = known ?? (await addHost(tx, { customerId, siteId, name, id: request.id, now }));
  const id = hostId(identity);
  await recordHost(tx, id, by);
  const credential = { password_sha256: hashSecret(password), revoked_at: null };
  await tx
    .insertInto('credentials')
    .values({ username: usernameOf(identity), host_id: id, created_at: now, ...credential })
    .onConflict((conflict) => conflict.column('username').doUpdateSet(credential))
    .execute();
  await tx.updateTable('enrolments').set({ host_id: id }).where('id', '=', enrolment.id).execute();
  return { identity, customerId, siteId, name, ...(known === undefined ? {} : { again: true as const }) };
}

/** Two machines of one name are two hosts: the second one is called name-2. Errors: ID_TAKEN for an id that was asked for. */
async function addHost(
  tx: Tx,
  wanted: { customerId: string; siteId: string; name: string; id?: string | undefined; now: number },
): Promise<HostIdentity> {
  const { customerId: customer, now } = wanted;
  const id = wanted.id ?? idOfName(wanted.name, 'host').id;
  for (let count = 1; ; count++) {
    const identity = { customer, host: nextId(id, count) };
    const added = await tx
      .insertInto('hosts')
      .values({
        id: hostId(identity),
        customer_id: customer,
        site_id: wanted.siteId,
        name: wanted.name,
        reported_name: wanted.name,
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
    if (wanted.id !== undefined)
      throw new UserError({
        code: 'ID_TAKEN',
        place: wanted.id,
        message: `the customer ${customer} has a host with this id already`,
        fix: 'choose another, or leave it out: one is made of the name. The token is still good',
      });
  }
}
