import { type Clock, createStopStack, type Log, type StopStack } from '@watchcase/runtime';
import { openAccess } from './access/index.ts';
import { createAlerts } from './alerts/index.ts';
import { appendAudit } from './audit/index.ts';
import { createCommitWatch } from './commit-watch.ts';
import type { CollectorConfig } from './config.ts';
import { openDirectory } from './directory/index.ts';
import { createFlow } from './flow.ts';
import { startFollowUps } from './follow-ups/index.ts';
import { openHistory } from './history/index.ts';
import { createHostChanges } from './host-changes.ts';
import { buildHttp, createEnrolments, listen } from './http/index.ts';
import { createIngest, type HostState } from './ingest/index.ts';
import { openKnowledge } from './knowledge/index.ts';
import { openMembership } from './membership/index.ts';
import { createMetrics } from './metrics/index.ts';
import { refill } from './refill.ts';
import { createRuleEngine } from './rules/index.ts';
import type { DataFolder } from './startup/index.ts';
import { openStore, readHistoryMark, startHousekeeping } from './store/index.ts';
import { TICK_MS } from './ticking.ts';
import { createTestPost } from './watch/index.ts';
import { openTls } from './tls/index.ts';
import { storeBetweenTurns } from './wiring/between-turns.ts';
import { createBrokerLine } from './wiring/broker-line.ts';
import { customerLetters } from './wiring/customer-letters.ts';
import { firstLoginLink } from './wiring/first-login-link.ts';
import { createFlowNews } from './wiring/flow-news.ts';
import { greetHosts } from './wiring/greet-hosts.ts';
import { tagsOfHosts } from './wiring/host-tags.ts';
import { httpRooms } from './wiring/http-rooms.ts';
import { keepTime } from './wiring/keep-time.ts';
import { createLiveChanges } from './wiring/live-changes.ts';
import { loadRules } from './wiring/load-rules.ts';
import { createLoadWatch } from './wiring/load-watch.ts';
import { openBackups } from './wiring/open-backups.ts';
import { openBroker } from './wiring/open-broker.ts';
import { openFacts } from './wiring/open-facts.ts';
import { contractsOf } from './wiring/follow-contracts.ts';
import { figuresOver } from './wiring/open-figures.ts';
import { openEntrances } from './wiring/open-entrances.ts';
import { openWatch } from './wiring/open-watch.ts';
import { createOwnAddress } from './wiring/own-address.ts';
import { runLocalAgent } from './wiring/run-local-agent.ts';
import { openRestored } from './wiring/settle-restored.ts';
import { startSender } from './wiring/start-sender.ts';
import { turnRooms } from './wiring/turn-rooms.ts';
import { watchRooms } from './wiring/watch-rooms.ts';

/** What a collector is started with. */
export interface AppNeeds {
  config: CollectorConfig;
  /** Where it was read from; undefined where there is none. */
  configFile?: string | undefined;
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

const HOUR_MS = 3_600_000;

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

/** The one place that knows every room and their order: opened from the ground up, wired, and at last served. */
async function build(needs: AppNeeds, stops: StopStack): Promise<App> {
  const { config, folder, clock, log } = needs;
  const rules = createRuleEngine(loadRules(config, log));
  const metrics = createMetrics();
  const tls = openTls({ config, refused: metrics.tlsRefused, clock, log });
  stops.push('tls', () => tls.stop());
  const own = { config, tls, restored: openRestored(folder), clock, log };
  const address = createOwnAddress({ ...config.http, secure: tls.http !== undefined });

  // The ground.
  const store = await openStore(config.store, folder.file('watchcase.db'), { log, shared: config.cluster });
  stops.push('store', () => store.close());
  const sharing = { store, linkSecret: folder.linkSecret, clock, log };
  const membership = await openMembership(config.cluster, sharing);
  const { linkSecret, known, transaction } = membership;
  const directory = await openDirectory(store, clock.now());
  const letters = customerLetters({ config, store, directory, address, linkSecret });

  // What a turn passes.
  const ingest = createIngest(known.memory, clock.now());
  const tagsOf = tagsOfHosts(ingest, known.sites);
  const history = openHistory(folder.file('history.db'), config.history, { tagsOf, clock, log });
  stops.push('history', () => history.close());
  history.undo((await readHistoryMark(store.db, history.mark().history)) ?? 0);
  const alerts = createAlerts(known.alerts);
  refill(ingest.hosts(), { rules, layout: ingest.layout, ...history });
  const commits = createCommitWatch(clock);
  const line = createBrokerLine();
  const live = createLiveChanges();
  const load = createLoadWatch(metrics, log);
  const news = createFlowNews({ metrics, line, live, load });
  const backups = await openBackups({ alerts, store, ingest, directory, clock, log });
  const judging = { membership, ingest, history, rules, alerts, backups };
  const turns = turnRooms({ ...own, ...judging, commits, directory, letters });
  const flow = createFlow(turns, news.doors, { clock, log });
  stops.push('membership', () => membership.leave());
  stops.push('flow', () => flow.stop());

  // Beside the turns.
  const betweenTurns = storeBetweenTurns(store, flow, membership);
  const housekeeping = startHousekeeping({ store: betweenTurns, clock, log });
  stops.push('housekeeping', () => housekeeping.stop());
  const knowledge = openKnowledge({ store, clock, log });
  stops.push('knowledge', () => knowledge.stop());
  const figures = figuresOver({ store, directory, clock, log });
  stops.push('figures', () => figures.stop());
  stops.push('follow-ups', startFollowUps({ store, contracts: contractsOf(directory), clock, log }));
  const post = createTestPost();
  const sending = { directory, membership, address, metrics, live, knowledge, letters, post };
  const sender = startSender({ ...own, store: betweenTurns, ...sending });
  stops.push('sender', () => sender.stop());
  const hostChanges = createHostChanges({ ...judging, store, transaction, flow, broker: line, clock, log });
  const owners = membership.owners({ flow, addHost: hostChanges.joined, changeHost: hostChanges.change });
  const facts = openFacts({ config, store, ingest, history, flow, owners, metrics, address, clock, log });
  news.listen({ pagesQueued: sender.wake, changed: facts.changed });
  news.listen({ changed: knowledge.changed });
  news.listen({ changed: (cases) => figures.touched(cases.map(({ caseId }) => caseId)) });

  // The doors.
  const doors = { joins: owners.tell, added: owners.known, clients: tls.clients };
  const enrolments = createEnrolments(membership.joining, { ...line, ...doors });
  const broker = await openBroker({ ...own, line, flow, ingest, owners, enrolments, membership, metrics });
  stops.push('broker', () => broker.close());
  const watch = openWatch({ ...needs, ...judging, flow, news, directory, betweenTurns, broker, post });
  stops.push('watch', () => watch.stop());
  const sessions = { adminToken: folder.adminToken, sessionMs: config.access.sessionHours * HOUR_MS };
  const access = openAccess(store, sessions, appendAudit);
  const given = { folder, betweenTurns, ingest, line, linkSecret };
  const entrances = await openEntrances({ ...own, ...given, store, directory, access, owners, address });
  stops.push('entrances', () => entrances.stop());
  const asked = {
    ...own,
    ...judging,
    ...sending,
    linkSecret,
    store,
    flow,
    commits,
    load,
    broker,
    access,
    enrolments,
    owners,
    hostChanges,
    figures,
    ...entrances,
    watch,
  };
  const http = await buildHttp(httpRooms(asked));
  stops.push('http', () => http.close());
  const url = await listen(http, config.http, tls.http);
  address.opened(url);
  folder.announce(url);
  watchRooms(asked);

  // From here on time passes.
  await own.restored.settle({ flow, store, clock, log });
  const greet = (hosts: Iterable<HostState>) =>
    greetHosts(hosts, { now: clock.now(), publish: broker.publish });
  membership.join({ ...judging, flow, hear: broker.hear, greet, moved: sender.wake });
  stops.push('taking part', () => membership.pause());
  stops.push('ticking', keepTime({ ...judging, flow, facts, owners, store, clock, log }));
  sender.wake();
  greet(ingest.hosts());
  if (needs.localAgent)
    stops.push('local agent', runLocalAgent({ folder, enrolUrl: url, enrolments, clock, log }));

  return {
    url,
    mqttPort: broker.port,
    newLoginLink: () => firstLoginLink(access, address, clock.now()),
    stop: (deadlineMs) => stops.stop(deadlineMs),
  };
}
