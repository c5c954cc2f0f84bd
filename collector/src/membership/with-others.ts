import { shardOf } from '@watchcase/protocol';
import { createHostMoves } from '../host-moves.ts';
import { createMemory, type HostState } from '../ingest/index.ts';
import { createOwners } from '../owners.ts';
import { type Shards, startShards } from '../shards/index.ts';
import { type SharedMemory, startSharedMemory } from '../shared-memory.ts';
import { fenced, isTurnMarked, markTurn, readSites, sharedSecret, takingTurns } from '../store/index.ts';
import type { Membership, MembershipNeeds } from './contract.ts';

/** Works for the customers of the shards it holds; knows nobody before it has taken some. */
export async function workWithOthers(needs: MembershipNeeds): Promise<Membership> {
  const { store, clock, log } = needs;
  let shards: Shards | undefined;
  let memory: SharedMemory | undefined;
  const held = () => shards?.held() ?? [];
  const member = () => shards?.member();
  const { transaction } = fenced(store, member);

  return {
    linkSecret: await sharedSecret(store, 'link_secret', needs.linkSecret),
    known: { memory: createMemory(), alerts: [], sites: await readSites(store.db) },
    firstShards: [],
    joining: takingTurns(store),
    ours: held,
    transaction,
    mayAct: () => shards?.isFresh() ?? false,
    markTurn: (tx, turn) => markTurn(tx, turn, member()),
    isTurnMarked: (tx, turn) => isTurnMarked(tx, turn, member()),
    // Nothing is committed before we have joined.
    keepForOthers: (tx) => memory?.keep(tx) ?? Promise.resolve(),
    doubt: () => shards?.doubt(),
    figures: () => ({ held: held().length, losses: shards?.losses() ?? 0 }),
    owners: ({ flow, addHost, changeHost }) =>
      createOwners({
        store,
        transaction,
        shards: () => shards,
        act: flow.act,
        open: flow.open,
        exclusive: flow.exclusive,
        addHost,
        changeHost,
        clock,
        log,
      }),
    join(moving) {
      memory = startSharedMemory({ store, history: moving.history, rules: moving.rules, clock, log });
      const { recall } = memory;
      const shardOfHost = (host: HostState) => shardOf(host.customerId);
      const doors = createHostMoves({ ...moving, store, clock, recall, shardOf: shardOfHost });
      shards = startShards({ store, doors, clock, log });
    },
    pause: () => shards?.pause(),
    async leave() {
      memory?.stop();
      await shards?.stop();
    },
  };
}
