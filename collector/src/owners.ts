import { hostId, identityOf, shardOf } from '@watchcase/protocol';
import type { Clock, Log } from '@watchcase/runtime';
import type { NewHost } from './http/index.ts';
import type { CaseAction, HostChange, NewCase } from './model/index.ts';
import { createErrands, type Shards } from './shards/index.ts';
import type { Store, Tx } from './store/index.ts';

/** What collectors that share customers ask of each other: each customer's owner acts on its cases and knows its hosts. */
export interface Owners {
  /** Who works for the case's customer acts; the others ask. Errors: those of the act; SHARD_OWNER_AWAY. */
  act(caseId: number, action: CaseAction): Promise<void>;
  /** Who works for the customer opens a case of theirs; the others ask. Errors: SHARD_OWNER_AWAY. */
  openCase(wanted: NewCase): Promise<void>;
  /** Who works for the host's customer changes it; the others ask. Errors: those of the change; SHARD_OWNER_AWAY. */
  changeHost(id: string, change: HostChange): Promise<void>;
  /** Within the transaction in which a host joins: its owner is to know of it. */
  tell(tx: Tx, host: NewHost): Promise<void>;
  /** Resolves when the owner knows the host: one that spoke before would not be understood. */
  known(host: NewHost): Promise<void>;
  /** Of all who hear a newcomer one answers: who works for the customer of its token; of one that never was, who has the first shard. */
  isOurs(customer: string | undefined): boolean;
  /** Does what others have asked of us. */
  doAll(): Promise<void>;
}

/** What it needs. */
export interface OwnersNeeds {
  store: Store;
  /** A transaction under the fence of our membership. */
  transaction: Store['transaction'];
  /** Undefined until we have joined. */
  shards(): Shards | undefined;
  /** Acts on a case of ours; `also` goes into the same transaction. */
  act(caseId: number, action: CaseAction, also?: (tx: Tx) => Promise<void>): Promise<void>;
  /** Opens a case of a customer of ours; `also` goes into the same transaction. */
  open(wanted: NewCase, also?: (tx: Tx) => Promise<void>): Promise<void>;
  /** Runs `work` between two turns. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** Knows a host from now on; once is enough. */
  addHost(host: NewHost): Promise<void>;
  /** Changes a host of ours; `also` goes into the same transaction. */
  changeHost(id: string, change: HostChange, also?: (tx: Tx) => Promise<void>): Promise<void>;
  clock: Clock;
  log: Log;
}

/** Builds it over the errands in the store. */
export function createOwners(needs: OwnersNeeds): Owners {
  const { store, shards, clock, log } = needs;
  const joining = new Map<string, number>();
  const errands = createErrands({
    store,
    clock,
    async perform(errand, done) {
      if (errand.kind === 'act') return needs.act(errand.caseId, errand.action, done);
      if (errand.kind === 'open') return needs.open(errand.wanted, done);
      if (errand.kind === 'host-change') return needs.changeHost(errand.hostId, errand.change, done);
      await needs.exclusive(async () => {
        await needs.transaction(done);
        await needs.addHost(errand);
      });
    },
    failed: (error) =>
      log.error({ code: 'ERRAND_FAILED', err: error }, 'what another collector asked is tried again'),
  });

  return {
    async act(caseId, action) {
      const row = await store.db
        .selectFrom('cases')
        .select('customer_id')
        .where('id', '=', caseId)
        .executeTakeFirst();
      if (row === undefined || shards()?.owns(row.customer_id) === true) return needs.act(caseId, action);
      const errand = { kind: 'act' as const, caseId, action };
      const id = await store.transaction((tx) =>
        errands.leave(tx, shardOf(row.customer_id), errand, clock.now()),
      );
      await errands.answerOf(id);
    },
    async openCase(wanted) {
      if (shards()?.owns(wanted.customerId) === true) return needs.open(wanted);
      const errand = { kind: 'open' as const, wanted };
      const id = await store.transaction((tx) =>
        errands.leave(tx, shardOf(wanted.customerId), errand, clock.now()),
      );
      await errands.answerOf(id);
    },
    async changeHost(id, change) {
      const customer = identityOf(id)?.customer;
      if (customer === undefined || shards()?.owns(customer) === true) return needs.changeHost(id, change);
      const errand = { kind: 'host-change' as const, hostId: id, change };
      const number = await store.transaction((tx) =>
        errands.leave(tx, shardOf(customer), errand, clock.now()),
      );
      await errands.answerOf(number);
    },
    async tell(tx, host) {
      const errand = { kind: 'host' as const, ...host };
      const id = await errands.leave(tx, shardOf(host.customerId), errand, clock.now());
      joining.set(hostId(host.identity), id);
    },
    async known({ identity }) {
      const id = joining.get(hostId(identity));
      joining.delete(hostId(identity));
      if (id !== undefined) await errands.answerOf(id, { keep: true });
    },
    isOurs: (customer) =>
      customer === undefined ? (shards()?.held().includes(0) ?? false) : (shards()?.owns(customer) ?? false),
    doAll: () => errands.doAll(shards()?.held() ?? []),
  };
}
