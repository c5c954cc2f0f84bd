// Longer than other files on purpose: the composition root, the one place that knows every room and their order.
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { LiveChange } from '@watchcase/api';
import {
  downTopic,
  type EnrolReply,
  type EnrolRequest,
  identityOf,
  SHARDS,
  shardOf,
} from '@watchcase/protocol';
import { type Clock, createStopStack, type Log, type StopStack, UserError } from '@watchcase/runtime';
import { createAgentBundle } from './agent-bundle/index.ts';
import { commitAlerts, createAlerts, loadAlerts } from './alerts/index.ts';
import { type Broker, startBroker } from './broker/index.ts';
import {
  act,
  appendEvents,
  applyAlertChanges,
  forgetFrozen,
  nextClockAt,
  type Points,
  runClocks,
  TOGETHER_MS,
  WATCHCASE,
} from './cases/index.ts';
import { createCommitWatch } from './commit-watch.ts';
import type { CollectorConfig } from './config.ts';
import { decideReady } from './decide-ready.ts';
import { createEnrolByMqtt } from './enrol-by-mqtt.ts';
import { type CountedHost, createFacts, customerKinds, subjectTags } from './facts/index.ts';
import { createFlow, type Flow, type Rooms } from './flow.ts';
import { openHistory } from './history/index.ts';
import {
  type AgentDoor,
  buildHttp,
  createAccess,
  createEnrolments,
  DEFAULT_CUSTOMER,
  DEFAULT_SITE,
  type HttpRooms,
} from './http/index.ts';
import { createHostChanges } from './host-changes.ts';
import { createHostMoves } from './host-moves.ts';
import { createIngest, createMemory, type HostState, loadMemory } from './ingest/index.ts';
import { liveView } from './live.ts';
import { createMetrics } from './metrics/index.ts';
import type { AlertChange, CaseChange, Observation } from './model/index.ts';
import { composePage, createSender, planPages, type RecordLine, verifyLink, zoneOf } from './notify/index.ts';
import { createOwners } from './owners.ts';
import { refill } from './refill.ts';
import { createRuleEngine, createUntiedTeller, loadPacks } from './rules/index.ts';
import { startSharedMemory } from './shared-memory.ts';
import { refuseShared, type Shards, startShards } from './shards/index.ts';
import { type DataFolder, startLocalAgent } from './startup/index.ts';
import { startTicking, TICK_MS } from './ticking.ts';
import {
  fenced,
  isTurnMarked,
  markHistory,
  markTurn,
  MembershipLost,
  openStore,
  readHistoryMark,
  sharedLinkSecret,
  type Store,
  startHousekeeping,
  takingTurns,
  type Tx,
} from './store/index.ts';

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
/** Evidence begins this long before the alert's condition became true. */
const EVIDENCE_MS = 3_600_000;
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
  const shared = config.cluster;
  const store = await openStore(config.store, folder.file('watchcase.db'), { log, shared });
  stops.push('store', () => store.close());
  if (!shared && config.store.kind === 'postgres') await refuseShared(store.db);
  const linkSecret = shared ? await sharedLinkSecret(store, folder.linkSecret) : folder.linkSecret;
  let shards: Shards | undefined;
  /** The shards whose customers we work for; undefined for all. */
  const ours = () => (shared ? (shards?.held() ?? []) : undefined);
  const ingest = createIngest(shared ? createMemory() : await loadMemory(store.db), clock.now());
  const sites = shared ? await readSites(store.db) : new Map<string, string>();
  const tagsOf = (hostId: string) => {
    const subject = subjectTags(hostId);
    if (subject !== undefined) return subject;
    const host = ingest.host(hostId);
    const identity = host?.identity ?? identityOf(hostId);
    return {
      customer: identity?.customer ?? '',
      site: host?.siteId ?? sites.get(hostId) ?? '',
      host: identity?.host ?? hostId,
    };
  };
  const history = openHistory(folder.file('history.db'), config.history, { tagsOf, clock, log });
  stops.push('history', () => history.close());
  history.undo((await readHistoryMark(store.db, history.mark().history)) ?? 0);
  const rules = createRuleEngine(packs);
  const lookForUntied = createUntiedTeller(rules.ties, log);
  const alerts = createAlerts(shared ? [] : await loadAlerts(store.db));
  refill(ingest.hosts(), { rules, layout: ingest.layout, ...history });
  const sharedMemory = shared ? startSharedMemory({ store, history, rules, clock, log }) : undefined;
  stops.push('shared memory', () => sharedMemory?.stop());
  const guarded = shared ? fenced(store, () => shards?.member()) : store;

  const record: RecordLine = async (tx, caseId, line) => {
    const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
    await appendEvents(tx, row, [{ ...line, actor: WATCHCASE }]);
  };
  const comesBackAfterMs = config.cases.comesBackAfterHours * 3_600_000;
  const recoveryToldAfterMs = config.cases.recoveryToldAfterSeconds * 1000;
  const listeners = new Set<(change: LiveChange) => void>();
  const changed = (hosts: Iterable<string>, cases: Iterable<number>) => {
    if (listeners.size === 0) return;
    const change = { hosts: [...hosts], cases: [...cases] };
    for (const listener of listeners) listener(change);
  };

  let broker: Broker | undefined;
  let slowDown = 1;
  const commits = createCommitWatch(clock);
  let publicUrl = config.http.publicUrl ?? '';

  const rooms: Rooms = {
    ingest,
    keep: history.add,
    write: (hostIds) => Promise.resolve(history.write(hostIds)),
    confirmWritten: history.confirm,
    judge,
    forgetStreams: rules.streamsChanged,
    freeze: alerts.freezeHost,
    freezeSilent: (at) => alerts.freezeSilent(clock.monotonic(), at),
    commitAlerts,
    openCases: (tx, changes) =>
      applyAlertChanges(tx, changes, {
        evidenceOf,
        hostOf: (hostId) => ({
          customerId: ingest.host(hostId)?.customerId ?? '',
          siteId: ingest.host(hostId)?.siteId ?? '',
        }),
        siteOf: (hostId, now) => ingest.siteOf(hostId, { now, togetherMs: TOGETHER_MS }),
      }),
    async forgetFrozen(tx, changes) {
      const ids = await forgetFrozen(tx, changes);
      return () => alerts.forget(ids);
    },
    runClocks: (tx, now) => runClocks(tx, now, ours()),
    async act(tx, caseId, action) {
      const { change, forgotten } = await act(tx, caseId, action, { now: clock.now(), comesBackAfterMs });
      return { change, afterCommit: () => alerts.forget(forgotten) };
    },
    planPages: (tx, changes, now) =>
      planPages(tx, changes, { duty: config.duty, record, now, recoveryToldAfterMs }),
    transaction: turnTransaction,
    isLost: (error) => error instanceof MembershipLost,
    markTurn: (tx, turn) => markTurn(tx, turn, shards?.member()),
    isTurnMarked: (tx, turn) => isTurnMarked(tx, turn, shards?.member()),
  };
  const flow: Flow = createFlow(
    rooms,
    {
      publish(topic, payload) {
        broker?.publish(topic, payload);
        metrics.acknowledged(1);
      },
      wakeSender: () => sender.wake(),
      changed(hosts, cases) {
        for (const change of cases)
          if (change.events[0]?.kind === 'opened') metrics.caseOpened(change.severity);
        facts.changed(cases);
        changed(
          hosts,
          cases.map((change: CaseChange) => change.caseId),
        );
      },
      counted(intake, seconds) {
        for (const [reason, count] of intake.refused) metrics.refused(reason, count);
        metrics.repaired(intake.repaired);
        metrics.taken(intake.readings, intake.events.length, intake.values);
        metrics.turn(seconds);
      },
      commitFailed: metrics.commitFailed,
      load({ slowDown: wanted, left }) {
        if (wanted > 1 && slowDown === 1)
          log.warn(
            { code: 'MORE_THAN_CAN_BE_TAKEN' },
            'more arrives than can be taken; agents are told to send less live',
          );
        slowDown = wanted;
        metrics.left(left);
      },
    },
    { clock, log },
  );
  stops.push('shards', () => shards?.stop() ?? Promise.resolve());
  stops.push('flow', () => flow.stop());

  const betweenTurns: Store = {
    ...store,
    transaction: (work) => flow.exclusive(() => guarded.transaction(work)),
  };
  const facts = createFacts({
    db: store.db,
    hosts: () => [...ingest.hosts()].map(countedHost),
    isOurs: (customer) => !shared || shards?.owns(customer) === true,
    figures: metrics.figures,
    ...(config.history.remote === undefined ? {} : { put: putFacts }),
    instance: () => `${hostname()}:${new URL(url).port}`,
    clock,
    log,
  });
  const housekeeping = startHousekeeping({ store: betweenTurns, clock, log });
  stops.push('housekeeping', () => housekeeping.stop());
  const sender = createSender({
    store: betweenTurns,
    channels: config.channels,
    duty: config.duty,
    compose: (page) => composePage(store.db, page, { publicUrl, linkSecret, duty: config.duty }),
    record,
    ...(shared ? { shards: () => ours() ?? [], mayAct: () => shards?.isFresh() ?? false } : {}),
    clock,
    log,
    random: Math.random,
    attempted({ caseId, outcome, delaySeconds }) {
      metrics.page(outcome, delaySeconds);
      changed([], [caseId]);
    },
  });
  stops.push('sender', () => sender.stop());

  const hostChanges = createHostChanges({
    store,
    transaction: guarded.transaction,
    flow,
    ingest,
    alerts,
    rules,
    history,
    broker: () => broker,
    clock,
    log,
  });
  const owners = createOwners({
    store,
    transaction: guarded.transaction,
    shards: () => shards,
    act: flow.act,
    exclusive: flow.exclusive,
    addHost: hostChanges.joined,
    changeHost: hostChanges.change,
    clock,
    log,
  });
  const enrolments = createEnrolments(shared ? takingTurns(store) : store, {
    addCredential: (username, password) => broker?.addCredential(username, password) ?? Promise.resolve(),
    ...(shared ? { joins: owners.tell } : {}),
    added: (host) => (shared ? owners.known(host) : hostChanges.joined(host)),
  });
  broker = await startBroker(config.broker, {
    door: {
      onMessage: flow.receive,
      authenticate: enrolments.verify,
      enrol: createEnrolByMqtt({ isOurs, enrol, log }),
      onListening: (listening) => heardBroker(listening),
      onRefused: metrics.brokerRefused,
      onDropped: metrics.brokerDropped,
    },
    clock,
    log,
    ...(shared ? { shards: [] } : {}),
  });
  const startedBroker = broker;
  stops.push('broker', () => startedBroker.close());

  const access = createAccess(store, folder.adminToken);
  const httpRooms: HttpRooms = {
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
    agentDoor,
    agentArchive: createAgentBundle(folder.file('agent-archives')).archive,
    ready,
    metricsText: metrics.text,
    request: metrics.request,
    act: shared ? owners.act : flow.act,
    changeHost: shared ? owners.changeHost : (id, change) => hostChanges.change(id, change),
    cutOff: hostChanges.cutOff,
    people: () => config.duty.map((person) => person.name),
    enrol,
    live: (hostId) => {
      const host = ingest.host(hostId);
      return host === undefined ? undefined : liveView(host);
    },
    history: history.query,
    rules: rules.ties,
    untiedOf: rules.untiedOf,
    readLink: (token) => verifyLink(linkSecret, token, clock.now()),
    zoneOf: (person) => zoneOf(config.duty, person),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const http = await buildHttp(httpRooms);
  stops.push('http', () => http.close());
  const url = await listen();
  publicUrl ||= url;
  folder.announce(url);
  metrics.watch({
    hosts: () => countBy([...ingest.hosts()].map((host) => host.presence)),
    alerts: alerts.count,
    rules: rules.ties,
    connectedClients: startedBroker.connectedClients,
    turnQueue: queue,
    slowDown: () => slowDown,
    committing: commits.ageMs,
    shards: () => ({ held: ours()?.length ?? SHARDS, losses: shards?.losses() ?? 0 }),
    historyQueue: () => {
      const stats = history.remoteStats();
      return {
        blocks: stats?.queuedBlocks ?? 0,
        bytes: stats?.queuedBytes ?? 0,
        dropped: stats?.dropped ?? 0,
        written: stats?.writtenLines ?? 0,
      };
    },
  });
  metrics.watchCustomers(customerKinds, facts.aboutCustomers);
  if (shared) joinOthers();
  stops.push(
    'ticking',
    startTicking({
      tick: () =>
        flow
          .tick()
          .then(() => void facts.tick())
          .then(() => (shared ? owners.doAll() : undefined))
          .then(() => nextClockAt(store.db, ours()))
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
  greetHosts(ingest.hosts());
  if (localAgent) await startAgentHere();

  return {
    url,
    mqttPort: startedBroker.port,
    newLoginLink: async () => `${publicUrl}/login/${await access.newLoginLink(clock.now())}`,
    stop: (deadlineMs) => stops.stop(deadlineMs),
  };

  /** Takes part with the other collectors of this database. */
  function joinOthers(): void {
    shards = startShards({
      store,
      doors: createHostMoves({
        store,
        ingest,
        alerts,
        rules,
        history,
        flow,
        clock,
        hear: startedBroker.hear,
        greet: greetHosts,
        recall: (memory) => sharedMemory?.recall(memory) ?? Promise.resolve(),
        shardOf: (host) => shardOf(host.customerId),
        moved: () => sender.wake(),
      }),
      clock,
      log,
    });
    stops.push('taking shards', () => shards?.pause());
  }

  /** What is committed says up to where our own history is known, and what others need of it; a refusal is looked into at once. */
  async function turnTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const marked = async (tx: Tx): Promise<T> => {
      const result = await work(tx);
      await markHistory(tx, history.mark());
      await sharedMemory?.keep(tx);
      return result;
    };
    try {
      return await commits.during(() => guarded.transaction(marked));
    } catch (error) {
      if (error instanceof MembershipLost) shards?.doubt();
      throw error;
    }
  }

  /** A fault in judging one reading must not take the others with it. */
  function judge(observation: Observation) {
    try {
      return alerts.apply(
        rules.evaluate(observation, alerts.activeOf(observation.hostId)),
        observation.arrivedAt,
      );
    } catch (error) {
      log.error(
        { code: 'READING_NOT_JUDGED', host: observation.hostId, err: error },
        'rules failed on a reading; it is kept in history',
      );
      return [];
    }
  }

  /** A host's blocks are read once, however many of its series are wanted. */
  function evidenceOf(changes: readonly AlertChange[]) {
    const points = new Map<AlertChange, Points>();
    for (const [hostId, own] of Map.groupBy(changes, (change) => change.hostId)) {
      const since = Math.min(...own.map((change) => change.activeSince)) - EVIDENCE_MS;
      const found = history.recent(
        hostId,
        own.map((change) => change.series ?? ''),
        since,
      );
      for (const [index, { times, values }] of found.entries())
        points.set(own[index] as AlertChange, { times: times.map((time) => time / 1000), values });
    }
    return changes.map((change) => points.get(change) ?? { times: [], values: [] });
  }

  function heardBroker(listening: boolean): void {
    ingest.setListening(listening, clock.now());
    if (!listening)
      log.warn({ code: 'BROKER_AWAY' }, 'no messages can arrive; hosts count as unknown meanwhile');
  }

  async function enrol(request: EnrolRequest): Promise<EnrolReply> {
    return enrolments.redeem(request, clock.now());
  }

  async function isOurs(token: string): Promise<boolean> {
    return !shared || owners.isOurs(await enrolments.customerOf(token));
  }

  /** Between two turns; the next one's commit makes them known to the store. */
  function putFacts(observations: readonly Observation[]): Promise<void> {
    return flow.exclusive(async () => {
      for (const one of observations) history.add(one);
      history.write(new Set(observations.map((one) => one.hostId)));
    });
  }

  function queue(): { messages: number; ageMs: number } {
    const { messages, since } = flow.queue();
    return { messages, ageMs: since === undefined ? 0 : Math.max(0, clock.now() - since) };
  }

  function ready() {
    return decideReady({
      committingMs: commits.ageMs(),
      commits: flow.healthy(),
      listening: ingest.listening(),
      queue: queue(),
      slowDown,
    });
  }

  async function listen(): Promise<string> {
    const { host, port } = config.http;
    try {
      const address = await http.listen({ host, port });
      return address.replace('0.0.0.0', '127.0.0.1').replace(/\[::1?\]/, 'localhost');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UserError({
        code: code === 'EADDRINUSE' ? 'HTTP_PORT_TAKEN' : 'HTTP_CANNOT_LISTEN',
        place: `${host}:${port}`,
        message:
          code === 'EADDRINUSE'
            ? 'another program already listens on this HTTP port'
            : `the HTTP port cannot be opened (${code})`,
        fix: 'stop it, or choose another with --http-port N',
      });
    }
  }

  function agentDoor(): AgentDoor {
    const { broker: to } = config;
    if (to.kind === 'external') return { kind: 'external', url: to.agentUrl ?? to.url };
    return {
      kind: 'embedded',
      bound: to.host,
      port: startedBroker.port ?? to.port,
      publicHost: to.publicHost,
    };
  }

  /** Agents that waited for us learn where we stand, and go on from there. */
  function greetHosts(hosts: Iterable<HostState>): void {
    for (const host of hosts) {
      const epochs = [...host.cursors].slice(-16).map(([epoch, seq]) => ({ epoch, seq }));
      if (epochs.length > 0)
        startedBroker.publish(
          downTopic(host.identity, 'ack'),
          JSON.stringify({ time: clock.now(), epochs, needLayouts: [] }),
        );
    }
  }

  async function startAgentHere(): Promise<void> {
    const agent = startLocalAgent({
      stateFolder: folder.file('agent'),
      enrolUrl: url,
      newToken: async () =>
        (
          await enrolments.create(
            { customer: DEFAULT_CUSTOMER, site: DEFAULT_SITE, validMinutes: 10 },
            clock.now(),
          )
        ).token,
      clock,
      log,
    });
    stops.push('local agent', () => agent.stop(AGENT_STOP_MS));
  }
}

/** Where each host belongs, for lines that still wait here when the host is another collector's. */
async function readSites(db: Store['db']): Promise<Map<string, string>> {
  const rows = await db.selectFrom('hosts').select(['id', 'site_id']).execute();
  return new Map(rows.map((row) => [row.id, row.site_id]));
}

function countedHost({ id, identity, siteId, presence, agentVersion }: HostState): CountedHost {
  const { customer, host } = identity;
  return { id, customer, site: siteId, host, presence, agentVersion };
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = { online: 0, offline: 0, unknown: 0, never: 0 };
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
