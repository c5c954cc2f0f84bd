import { fileURLToPath } from 'node:url';
import type { Clock, Log } from '@watchcase/runtime';
import { createAgentBundle } from '../agent-bundle/index.ts';
import type { Broker } from '../broker/index.ts';
import type { CommitWatch } from '../commit-watch.ts';
import type { CollectorConfig } from '../config.ts';
import { decideReady } from '../decide-ready.ts';
import type { Flow } from '../flow.ts';
import type { History } from '../history/index.ts';
import type { HostChanges } from '../host-changes.ts';
import type { Access, Enrolments, HttpRooms } from '../http/index.ts';
import type { Ingest } from '../ingest/index.ts';
import { liveView } from '../live.ts';
import type { Metrics } from '../metrics/index.ts';
import { verifyLink, zoneOf } from '../notify/index.ts';
import type { Owners } from '../owners.ts';
import type { RuleEngine } from '../rules/index.ts';
import type { DataFolder } from '../startup/index.ts';
import type { Store } from '../store/index.ts';
import { agentDoorOf } from './agent-door.ts';
import { queueAge } from './figures.ts';
import type { LiveChanges } from './live-changes.ts';
import type { LoadWatch } from './load-watch.ts';
import type { OwnAddress } from './own-address.ts';

const consoleFolder = fileURLToPath(new URL('../../../packages/console/dist', import.meta.url));

/** The rooms people and programs ask over HTTP, as they were opened. */
export interface AskedRooms {
  config: CollectorConfig;
  folder: DataFolder;
  /** Signs the links in pages. */
  linkSecret: string;
  address: OwnAddress;
  store: Store;
  ingest: Ingest;
  history: History;
  rules: RuleEngine;
  flow: Flow;
  commits: CommitWatch;
  load: LoadWatch;
  live: LiveChanges;
  metrics: Metrics;
  broker: Broker;
  access: Access;
  enrolments: Enrolments;
  owners: Owners;
  hostChanges: HostChanges;
  clock: Clock;
  log: Log;
}

/** What each question leads to. */
export function httpRooms(asked: AskedRooms): HttpRooms {
  const { config, folder, linkSecret, address, ingest, history, rules, clock } = asked;
  const { metrics, enrolments, owners, hostChanges } = asked;
  const { duty } = config;
  return {
    store: asked.store,
    clock,
    log: asked.log,
    access: asked.access,
    enrolments,
    consoleFolder,
    trustedProxies: config.http.trustedProxies,
    publicUrl: address.public,
    configuredUrl: config.http.publicUrl,
    listening: () => ({ bound: config.http.host, port: address.port() }),
    agentDoor: () => agentDoorOf(config.broker, asked.broker.port),
    agentArchive: createAgentBundle(folder.file('agent-archives')).archive,
    ready: readiness(asked),
    metricsText: metrics.text,
    request: metrics.request,
    act: owners.act,
    changeHost: owners.changeHost,
    cutOff: hostChanges.cutOff,
    people: () => duty.map((person) => person.name),
    enrol: (request) => enrolments.redeem(request, clock.now()),
    live: (hostId) => {
      const host = ingest.host(hostId);
      return host === undefined ? undefined : liveView(host);
    },
    history: history.query,
    rules: rules.ties,
    untiedOf: rules.untiedOf,
    readLink: (token) => verifyLink(linkSecret, token, clock.now()),
    zoneOf: (person) => zoneOf(duty, person),
    subscribe: asked.live.subscribe,
  };
}

function readiness({ commits, flow, ingest, load, clock }: AskedRooms): HttpRooms['ready'] {
  return () =>
    decideReady({
      committingMs: commits.ageMs(),
      commits: flow.healthy(),
      listening: ingest.listening(),
      queue: queueAge(flow, clock),
      slowDown: load.slowDown(),
    });
}
