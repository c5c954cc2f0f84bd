import type { Clock } from '@watchcase/runtime';
import { type Alerts, loadAlerts } from './alerts/index.ts';
import type { Flow } from './flow.ts';
import type { History } from './history/index.ts';
import { type HostState, type Ingest, type IngestMemory, loadMemory } from './ingest/index.ts';
import type { RuleEngine } from './rules/index.ts';
import type { ShardDoors } from './shards/index.ts';
import { readHistoryMark, type Store } from './store/index.ts';

/** The rooms that remember hosts. */
export interface HostMovesNeeds {
  store: Store;
  ingest: Ingest;
  alerts: Alerts;
  rules: RuleEngine;
  history: History;
  flow: Flow;
  clock: Clock;
  /** Listens to the hosts of these shards only. */
  hear(shards: readonly number[]): Promise<void>;
  /** Tells hosts where we stand. */
  greet(hosts: Iterable<HostState>): void;
  /** Gives hosts the memory they had elsewhere, before they are known here. */
  recall(memory: IngestMemory): Promise<void>;
  shardOf(host: HostState): number;
  /** Some hosts came or went. */
  moved(): void;
}

/** What follows in memory when shards come and go: the hosts of a shard are known where it is held, and nowhere else. */
export function createHostMoves(needs: HostMovesNeeds): ShardDoors {
  const { store, ingest, alerts, rules, history, flow } = needs;
  const heard = new Set<number>();

  function of(shards: readonly number[]): HostState[] {
    return [...ingest.hosts()].filter((host) => shards.includes(needs.shardOf(host)));
  }

  function forget(hosts: readonly HostState[]): void {
    const ids = hosts.map((host) => host.id);
    ingest.forget(ids);
    history.forget(ids);
    for (const id of ids) {
      alerts.forgetHost(id);
      rules.forgetHost(id);
    }
  }

  return {
    async taken(shards) {
      const [memory, active] = [await loadMemory(store.db, { shards }), await loadAlerts(store.db, shards)];
      const hosts = [...memory.hosts.values()];
      await needs.recall(memory);
      await flow.exclusive(() => {
        ingest.takeUp(memory, needs.clock.now());
        alerts.takeUp(active);
        return Promise.resolve();
      });
      for (const shard of shards) heard.add(shard);
      await needs.hear([...heard]);
      needs.greet(hosts);
      needs.moved();
    },
    async release(shards) {
      for (const shard of shards) heard.delete(shard);
      await needs.hear([...heard]);
      // Whoever joins while what waits is committed is forgotten, too.
      const hostIds = of(shards).map((host) => host.id);
      await flow.settled(hostIds, () => Promise.resolve(forget(of(shards))));
      needs.moved();
    },
    async lost() {
      heard.clear();
      await needs.hear([]);
      await flow.discarding(async () => {
        forget([...ingest.hosts()]);
        // What was written in vain comes again, to whoever has the shard now.
        history.undo((await readHistoryMark(store.db, history.mark().history)) ?? 0);
      });
      needs.moved();
    },
  };
}
