import type { Clock, Log } from '@watchcase/runtime';
import { type Broker, startBroker } from '../broker/index.ts';
import type { CollectorConfig } from '../config.ts';
import { createEnrolByMqtt } from '../enrol-by-mqtt.ts';
import type { Flow } from '../flow.ts';
import type { Enrolments } from '../http/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { Membership } from '../membership/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { Owners } from '../owners.ts';
import type { Tls } from '../tls/index.ts';
import type { BrokerLine } from './broker-line.ts';
import { hearBroker } from './hear-broker.ts';

/** Starts the broker, or connects to it: from now on messages arrive. Errors: those of startBroker. */
export async function openBroker(parts: {
  config: CollectorConfig;
  line: BrokerLine;
  flow: Flow;
  ingest: Ingest;
  owners: Owners;
  enrolments: Enrolments;
  membership: Membership;
  metrics: Metrics;
  tls: Tls;
  clock: Clock;
  log: Log;
}): Promise<Broker> {
  const { config, line, flow, ingest, owners, enrolments, membership, metrics, clock, log } = parts;
  const broker = await startBroker(config.broker, {
    door: {
      onMessage: flow.receive,
      authenticate: enrolments.verify,
      enrol: createEnrolByMqtt({
        isOurs: async (token) => owners.isOurs(await enrolments.customerOf(token)),
        enrol: (request) => enrolments.redeem(request, clock.now()),
        log,
      }),
      onListening: hearBroker(ingest, { clock, log }),
      onRefused: metrics.brokerRefused,
      onDropped: metrics.brokerDropped,
    },
    clock,
    log,
    guard: parts.tls.broker,
    shards: membership.firstShards,
  });
  line.connect(broker);
  return broker;
}
