import { randomUUID } from 'node:crypto';
import { SHARDS, shardOf } from '@watchcase/protocol';
import { type Clock, createSerial, type Log, type Timer } from '@watchcase/runtime';
import type { Store, Tx } from '../store/index.ts';
import { decideShare } from './decide-share.ts';
import { buryDead, giveBack, join, leave, LEASE_MS, readShares, renew, takeFree } from './membership.ts';

export { createErrands, type Errand, type Errands } from './errands.ts';
export { refuseShared } from './refuse-shared.ts';

/** What follows in the house when shards come and go. One at a time; the next begins when the promise has resolved. */
export interface ShardDoors {
  /** These are ours from now on: get to know their hosts and listen to them. */
  taken(shards: readonly number[]): Promise<void>;
  /** Stop listening to these, commit what waits, and forget their hosts; then they are given back. */
  release(shards: readonly number[]): Promise<void>;
  /** We were given up: all we know of these is to be forgotten, nothing to be written. */
  lost(shards: readonly number[]): Promise<void>;
}

/** This collector's part of the customers. */
export interface Shards {
  /** The shards whose hosts are known here, ascending. */
  held(): readonly number[];
  owns(customer: string): boolean;
  /** The name we have joined under; undefined between a loss and the next joining. */
  member(): string | undefined;
  /** False when our lease may be over by now: nothing is to be said outside that another may be saying. */
  isFresh(): boolean;
  /** How often we were given up since the start. */
  losses(): number;
  /** A transaction was refused: find out. */
  doubt(): void;
  /** Takes and gives no more. */
  pause(): void;
  /** Takes part no more; the shards are free at once. Call after the last commit. */
  stop(): Promise<void>;
}

/** What it needs. */
export interface ShardNeeds {
  store: Pick<Store, 'transaction'>;
  doors: ShardDoors;
  clock: Clock;
  log: Log;
}

const RENEW_MS = 1500;
const BALANCE_MS = 1000;

/** Joins the other collectors of this database and takes a share of the shards, as long as this process lives. */
export function startShards({ store, doors, clock, log }: ShardNeeds): Shards {
  const serial = createSerial();
  let member: string | undefined;
  let held: readonly number[] = [];
  /** Lost, and not forgotten yet. */
  let lost: readonly number[] | undefined;
  let renewedAt = Number.NEGATIVE_INFINITY;
  let losses = 0;
  let stopping = false;
  let ended = false;
  let renewing: Timer | undefined;
  let balancing: Timer | undefined;

  /** Goes on beside whatever else takes long. */
  async function beat(): Promise<void> {
    const id = member;
    const at = clock.monotonic();
    if (id !== undefined) {
      const lives = await store.transaction((tx) => renew(tx, id));
      if (lives) renewedAt = at;
      else lose(id);
    }
  }

  function lose(id: string): void {
    if (member !== id) return;
    member = undefined;
    losses++;
    log.error(
      { code: 'SHARDS_LOST', shards: held.length },
      'not heard of for too long: another collector has taken over; what was not committed is dropped, agents send it again',
    );
    lost ??= held;
    void serial.run(() => (lost === undefined ? Promise.resolve() : forget())).catch(complain);
  }

  async function forget(): Promise<void> {
    lost ??= held;
    held = [];
    await doors.lost(lost);
    lost = undefined;
  }

  async function balance(): Promise<void> {
    if (stopping) return;
    if (lost !== undefined) await forget();
    const id = member ?? (await enter());
    const { own, surplus } = await store.transaction((tx) => share(tx, id));
    if (member !== id) return;
    const unknown = own.filter((shard) => !held.includes(shard) && !surplus.includes(shard));
    if (unknown.length > 0) await take(unknown);
    if (surplus.length > 0) await giveUp(id, surplus);
  }

  async function share(tx: Tx, id: string): Promise<{ own: number[]; surplus: number[] }> {
    const dead = await buryDead(tx);
    if (dead.length > 0) log.warn({ code: 'COLLECTOR_GONE', collectors: dead.length }, 'its shards are free');
    const shares = await readShares(tx, id);
    const decision = decideShare({ ...shares, shards: SHARDS, held: shares.held.length });
    const taken = decision.take === 0 ? [] : await takeFree(tx, id, decision.take);
    return {
      own: [...shares.held, ...taken],
      surplus: decision.giveBack === 0 ? [] : shares.held.slice(-decision.giveBack),
    };
  }

  async function enter(): Promise<string> {
    const id = randomUUID();
    const at = clock.monotonic();
    await store.transaction((tx) => join(tx, id));
    member = id;
    renewedAt = at;
    return id;
  }

  async function take(taken: readonly number[]): Promise<void> {
    await doors.taken(taken);
    held = [...held, ...taken].toSorted((a, b) => a - b);
    log.info({ taken: taken.length, held: held.length }, 'took shards');
  }

  async function giveUp(id: string, surplus: readonly number[]): Promise<void> {
    await doors.release(surplus);
    held = held.filter((shard) => !surplus.includes(shard));
    if (member !== id) return;
    await store.transaction((tx) => giveBack(tx, id, surplus));
    log.info({ given: surplus.length, held: held.length }, 'gave shards to other collectors');
  }

  function complain(error: unknown): void {
    log.error({ code: 'SHARDS_TROUBLE', err: error }, 'shards cannot be looked after; tried again');
  }

  function renewSoon(): void {
    void beat()
      .catch(complain)
      .then(() => {
        if (!ended) renewing = clock.after(RENEW_MS, renewSoon);
        return undefined;
      });
  }

  function balanceSoon(): void {
    void serial
      .run(balance)
      .catch(complain)
      .then(() => {
        if (!stopping) balancing = clock.after(BALANCE_MS, balanceSoon);
        return undefined;
      });
  }

  renewSoon();
  balanceSoon();
  return {
    held: () => held,
    owns: (customer) => held.includes(shardOf(customer)),
    member: () => member,
    isFresh: () => member !== undefined && clock.monotonic() - renewedAt < LEASE_MS,
    losses: () => losses,
    doubt: () => void beat().catch(complain),
    pause() {
      stopping = true;
      balancing?.cancel();
    },
    async stop() {
      stopping = true;
      ended = true;
      renewing?.cancel();
      balancing?.cancel();
      await serial.idle();
      const id = member;
      member = undefined;
      if (id !== undefined) await store.transaction((tx) => leave(tx, id));
    },
  };
}
