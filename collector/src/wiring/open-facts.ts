import { hostname } from 'node:os';
import type { Clock, Log } from '@watchcase/runtime';
import type { CollectorConfig } from '../config.ts';
import { createFacts, customerKinds, type Facts } from '../facts/index.ts';
import type { Flow } from '../flow.ts';
import type { History } from '../history/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { Owners } from '../owners.ts';
import type { Store } from '../store/index.ts';
import { countedHosts, putBetweenTurns } from './fact-sources.ts';
import type { OwnAddress } from './own-address.ts';

/** Opens what is counted for charts; a time-series database that is fed gets that too. */
export function openFacts(parts: {
  config: Pick<CollectorConfig, 'history'>;
  store: Store;
  ingest: Ingest;
  history: History;
  flow: Flow;
  owners: Owners;
  metrics: Metrics;
  address: OwnAddress;
  clock: Clock;
  log: Log;
}): Facts {
  const { store, ingest, history, flow, owners, metrics, address, clock, log } = parts;
  const facts = createFacts({
    db: store.db,
    hosts: () => countedHosts(ingest),
    isOurs: owners.isOurs,
    figures: metrics.figures,
    ...(parts.config.history.remote !== undefined ? { put: putBetweenTurns(flow, history) } : {}),
    instance: () => `${hostname()}:${address.port()}`,
    clock,
    log,
  });
  metrics.watchCustomers(customerKinds, facts.aboutCustomers);
  return facts;
}
