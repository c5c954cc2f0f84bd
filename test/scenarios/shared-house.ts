import { createLog } from '@watchcase/runtime';
import { openPostgresStore, type Store } from '../../collector/src/store/index.ts';
import {
  type Collector,
  startCollector,
  startMosquitto,
  startPostgres,
  startVictoriaMetrics,
  startWebhook,
  type VictoriaMetrics,
} from '../harness/index.ts';
import type { Delivery } from './facts.ts';
import { deliveryOf, RECOVERY_TOLD_SECONDS } from './house.ts';

/** Collectors that share one database, one broker and one time-series database. */
export interface SharedHouse {
  /** Starts another, with more settings than those that all have. */
  add(more?: Record<string, unknown>): Promise<Collector>;
  victoria: VictoriaMetrics;
  /** How many shards each living collector has, ascending. */
  shares(): Promise<number[]>;
  store: Store;
  deliveries(): Delivery[];
  stop(): Promise<void>;
}

/** Starts everything but the collectors. */
export async function startSharedHouse(): Promise<SharedHouse> {
  const [mosquitto, postgres] = [await startMosquitto(), await startPostgres()];
  const [victoria, webhook] = [await startVictoriaMetrics(), await startWebhook()];
  const { url, username, password, passwordFile, pidFile } = mosquitto;
  const config = {
    cluster: true,
    broker: { kind: 'external', url, username, password, passwordFile, pidFile },
    store: { kind: 'postgres', url: postgres.url },
    history: { remote: { url: victoria.url } },
    cases: { recoveryToldAfterSeconds: RECOVERY_TOLD_SECONDS },
    channels: [{ name: 'hook', type: 'webhook', options: { url: webhook.url } }],
    duty: [{ name: 'Li Wei', channels: ['hook'] }],
  };
  const collectors: Collector[] = [];
  const store = await openPostgresStore({ url: postgres.url, pool: 2 }, createLog('test', 'silent'));
  return {
    async add(more = {}) {
      const collector = await startCollector({ config: { ...config, ...more } });
      collectors.push(collector);
      return collector;
    },
    victoria,
    store,
    async shares() {
      const rows = await store.db
        .selectFrom('shards')
        .select((query) => query.fn.countAll<number>().as('count'))
        .where('owner', 'is not', null)
        .groupBy('owner')
        .execute();
      return rows.map((row) => row.count).toSorted((a, b) => a - b);
    },
    deliveries: () => webhook.received.map(deliveryOf),
    async stop() {
      for (const collector of collectors) await collector.stop();
      await store.close();
      for (const part of [webhook, victoria, postgres, mosquitto]) await part.stop();
    },
  };
}
