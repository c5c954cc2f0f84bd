// Longer than other files on purpose: the composition root, the one place that knows every room and their order.
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Clock, createStopStack, type Log, type StopStack } from '@watchcase/runtime';
import { createAgentBundle } from './agent-bundle/index.ts';
import { createAlerts } from './alerts/index.ts';
import { type Broker, startBroker } from './broker/index.ts';
import { nextClockAt } from './cases/index.ts';
import { createCommitWatch } from './commit-watch.ts';
import type { CollectorConfig } from './config.ts';
import { decideReady } from './decide-ready.ts';
import { createEnrolByMqtt } from './enrol-by-mqtt.ts';
import { createFacts, customerKinds } from './facts/index.ts';
import { countCases, countPresence, countTurn, queueOf } from './wiring/figures.ts';
import { createFlow, type Flow } from './flow.ts';
import { greetHosts } from './wiring/greet-hosts.ts';
import { openHistory } from './history/index.ts';
import { createHostChanges } from './host-changes.ts';
import { agentDoorOf } from './wiring/agent-door.ts';
import { countedHosts, putBetweenTurns } from './wiring/fact-sources.ts';
import { hearBroker } from './wiring/hear-broker.ts';
import { tagsOfHosts } from './wiring/host-tags.ts';
import {
  buildHttp,
  createAccess,
  createEnrolments,
  DEFAULT_CUSTOMER,
  DEFAULT_SITE,
  listen,
} from './http/index.ts';
import { createIngest, type HostState } from './ingest/index.ts';
import { createLiveChanges } from './wiring/live-changes.ts';
import { liveView } from './live.ts';
import { openMembership } from './membership/index.ts';
import { createMetrics } from './metrics/index.ts';
import { composePage, createSender, verifyLink, zoneOf } from './notify/index.ts';
import { recordLine } from './wiring/record-line.ts';
import { refill } from './refill.ts';
import { createRuleEngine, createUntiedTeller, loadPacks } from './rules/index.ts';
import { type DataFolder, startLocalAgent } from './startup/index.ts';
import { openStore, readHistoryMark, type Store, startHousekeeping } from './store/index.ts';
import { startTicking, TICK_MS } from './ticking.ts';
import { createLoadWatch } from './wiring/load-watch.ts';
import { turnRooms } from './wiring/turn-rooms.ts';

/** What a collector is started with. */
export interface AppNeeds {
  config: CollectorConfig;
  folder: DataFolder;
  /** Run an agent for this machine too. */
  localAgent: boolean;
  clock: Clock;
  log: Log;
}

/** A running collector. */
export interface App {
  /** Address of console and API. */
  url: string;
  mqttPort: number | null;
  /** A link that signs its first visitor in, once, within 15 minutes. */
  newLoginLink(): Promise<string>;
  /** Ends everything in reverse order, within `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

/** The local agent says its farewell in this time. */
const AGENT_STOP_MS = 1900;
const consoleFolder = fileURLToPath(new URL('../../packages/console/dist', import.meta.url));

/** Builds all rooms and opens the doors: store, history, rules, flow, then broker and HTTP, last the local agent. */
export async function startApp(needs: AppNeeds): Promise<App> {
  const stops = createStopStack(needs.clock, needs.log);
  try {
    return await build(needs, stops);
  } catch (error) {
    await stops.stop(TICK_MS * 3);
    throw error;
  }
}

async function build({ config, folder, localAgent, clock, log }: AppNeeds, stops: StopStack): Promise<App> {
  const packs = loadPacks(config.rules.folder);
  const metrics = createMetrics();
  const { duty } = config;
  const store = await openStore(config.store, folder.file('watchcase.db'), { log, shared: config.cluster });
  stops.push('store', () => store.close());
  const membership = await openMembership(config.cluster, {
    store,
    linkSecret: folder.linkSecret,
    couldBeShared: config.store.kind === 'postgres',
    clock,
    log,
  });
  const { linkSecret, known } = membership;

  const ingest = createIngest(known.memory, clock.now());
  const tagsOf = tagsOfHosts(ingest, known.sites);
  const history = openHistory(folder.file('history.db'), config.history, { tagsOf, clock, log });
  stops.push('history', () => history.close());
  history.undo((await readHistoryMark(store.db, history.mark().history)) ?? 0);
  const rules = createRuleEngine(packs);
  const lookForUntied = createUntiedTeller(rules.ties, log);
  const alerts = createAlerts(known.alerts);
  refill(ingest.hosts(), { rules, layout: ingest.layout, ...history });

  const live = createLiveChanges();
  const commits = createCommitWatch(clock);
  let broker: Broker | undefined;
  let publicUrl = config.http.publicUrl ?? '';
  const load = createLoadWatch(metrics, log);
  const comesBackAfterMs = config.cases.comesBackAfterHours * 3_600_000;
  const recoveryToldAfterMs = config.cases.recoveryToldAfterSeconds * 1000;
  const paging = { duty, record: recordLine, recoveryToldAfterMs };
  const flow: Flow = createFlow(
    turnRooms({ membership, ingest, history, rules, alerts, commits, paging, comesBackAfterMs, clock, log }),
    {
      publish(topic, payload) {
        broker?.publish(topic, payload);
        metrics.acknowledged(1);
      },
      wakeSender: () => sender.wake(),
      changed(hosts, cases) {
        countCases(metrics, cases);
        facts.changed(cases);
        live.tell(
          hosts,
          cases.map((change) => change.caseId),
        );
      },
      counted: countTurn(metrics),
      commitFailed: metrics.commitFailed,
      load: load.told,
    },
    { clock, log },
  );
  stops.push('membership', () => membership.leave());
  stops.push('flow', () => flow.stop());

  const betweenTurns: Store = {
    ...store,
    transaction: (work) => flow.exclusive(() => membership.transaction(work)),
  };
  const facts = createFacts({
    db: store.db,
    hosts: () => countedHosts(ingest),
    isOurs: (customer) => owners.isOurs(customer),
    figures: metrics.figures,
    ...(config.history.remote === undefined ? {} : { put: putBetweenTurns(flow, history) }),
    instance: () => `${hostname()}:${new URL(url).port}`,
    clock,
    log,
  });
  const housekeeping = startHousekeeping({ store: betweenTurns, clock, log });
  stops.push('housekeeping', () => housekeeping.stop());
  const sender = createSender({
    store: betweenTurns,
    channels: config.channels,
    duty,
    compose: (page) => composePage(store.db, page, { publicUrl, linkSecret, duty }),
    record: recordLine,
    shards: membership.ours,
    mayAct: membership.mayAct,
    clock,
    log,
    random: Math.random,
    attempted({ caseId, outcome, delaySeconds }) {
      metrics.page(outcome, delaySeconds);
      live.tell([], [caseId]);
    },
  });
  stops.push('sender', () => sender.stop());

  const hostChanges = createHostChanges({
    store,
    transaction: membership.transaction,
    flow,
    ingest,
    alerts,
    rules,
    history,
    broker: () => broker,
    clock,
    log,
  });
  const owners = membership.owners({ flow, addHost: hostChanges.joined, changeHost: hostChanges.change });
  const enrolments = createEnrolments(membership.joining, {
    addCredential: (username, password) => broker?.addCredential(username, password) ?? Promise.resolve(),
    joins: owners.tell,
    added: owners.known,
  });
  const enrol = createEnrolByMqtt({
    isOurs: async (token) => owners.isOurs(await enrolments.customerOf(token)),
    enrol: (request) => enrolments.redeem(request, clock.now()),
    log,
  });
  const started = await startBroker(config.broker, {
    door: {
      onMessage: flow.receive,
      authenticate: enrolments.verify,
      enrol,
      onListening: hearBroker(ingest, { clock, log }),
      onRefused: metrics.brokerRefused,
      onDropped: metrics.brokerDropped,
    },
    clock,
    log,
    shards: membership.firstShards,
  });
  broker = started;
  stops.push('broker', () => started.close());

  const queue = () => {
    const { messages, since } = flow.queue();
    return { messages, ageMs: since === undefined ? 0 : Math.max(0, clock.now() - since) };
  };
  const access = createAccess(store, folder.adminToken);
  const http = await buildHttp({
    store,
    clock,
    log,
    access,
    enrolments,
    consoleFolder,
    trustedProxies: config.http.trustedProxies,
    publicUrl: () => publicUrl,
    configuredUrl: config.http.publicUrl,
    listening: () => ({ bound: config.http.host, port: Number(new URL(url).port) || config.http.port }),
    agentDoor: () => agentDoorOf(config.broker, started.port),
    agentArchive: createAgentBundle(folder.file('agent-archives')).archive,
    ready: () =>
      decideReady({
        committingMs: commits.ageMs(),
        commits: flow.healthy(),
        listening: ingest.listening(),
        queue: queue(),
        slowDown: load.slowDown(),
      }),
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
    subscribe: live.subscribe,
  });
  stops.push('http', () => http.close());
  const url = await listen(http, config.http);
  publicUrl ||= url;
  folder.announce(url);
  metrics.watch({
    hosts: () => countPresence(ingest.hosts()),
    alerts: alerts.count,
    rules: rules.ties,
    connectedClients: started.connectedClients,
    turnQueue: queue,
    slowDown: load.slowDown,
    committing: commits.ageMs,
    shards: membership.figures,
    historyQueue: () => queueOf(history),
  });

  metrics.watchCustomers(customerKinds, facts.aboutCustomers);

  const greet = (hosts: Iterable<HostState>) =>
    greetHosts(hosts, { now: clock.now(), publish: started.publish });
  const moved = () => sender.wake();
  membership.join({ ingest, alerts, rules, history, flow, hear: started.hear, greet, moved });
  stops.push('taking part', () => membership.pause());
  stops.push(
    'ticking',
    startTicking({
      tick: () =>
        flow
          .tick()
          .then(() => void facts.tick())
          .then(() => owners.doAll())
          .then(() => nextClockAt(store.db, membership.ours()))
          .catch(() => null),
      maintain() {
        lookForUntied(clock.monotonic());
        history.maintain();
      },
      clockJumped: ingest.clockJumped,
      clock,
      log,
    }),
  );
  sender.wake();
  greet(ingest.hosts());
  if (localAgent) {
    const wanted = { customer: DEFAULT_CUSTOMER, site: DEFAULT_SITE, validMinutes: 10 };
    const agent = startLocalAgent({
      stateFolder: folder.file('agent'),
      enrolUrl: url,
      newToken: async () => (await enrolments.create(wanted, clock.now())).token,
      clock,
      log,
    });
    stops.push('local agent', () => agent.stop(AGENT_STOP_MS));
  }

  return {
    url,
    mqttPort: started.port,
    newLoginLink: async () => `${publicUrl}/login/${await access.newLoginLink(clock.now())}`,
    stop: (deadlineMs) => stops.stop(deadlineMs),
  };
}
