import { SHARDS } from '@watchcase/protocol';
import { loadAlerts } from '../alerts/index.ts';
import { loadMemory } from '../ingest/index.ts';
import { refuseShared } from '../shards/index.ts';
import { isTurnMarked, markTurn } from '../store/index.ts';
import type { Membership, MembershipNeeds } from './contract.ts';

/** Works for all customers: nothing is fenced, asked or given away. */
export async function workAlone(needs: MembershipNeeds): Promise<Membership> {
  const { store, linkSecret } = needs;
  if (store.kind === 'postgres') await refuseShared(store.db);
  return {
    linkSecret,
    known: { memory: await loadMemory(store.db), alerts: await loadAlerts(store.db), sites: new Map() },
    firstShards: undefined,
    joining: store,
    ours: () => undefined,
    transaction: store.transaction,
    mayAct: () => true,
    markTurn: (tx, turn) => markTurn(tx, turn),
    isTurnMarked: (tx, turn) => isTurnMarked(tx, turn),
    keepForOthers: () => Promise.resolve(),
    doubt: () => undefined,
    figures: () => ({ held: SHARDS, losses: 0 }),
    owners: ({ flow, addHost, changeHost }) => ({
      act: flow.act,
      openCase: flow.open,
      changeHost: (id, change) => changeHost(id, change),
      tell: () => Promise.resolve(),
      known: addHost,
      isOurs: () => true,
      doAll: () => Promise.resolve(),
    }),
    join: () => undefined,
    pause: () => undefined,
    leave: () => Promise.resolve(),
  };
}
