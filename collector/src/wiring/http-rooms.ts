import { fileURLToPath } from 'node:url';
import { type Clock, type Log, machineZone } from '@watchcase/runtime';
import { type Access, createProvider } from '../access/index.ts';
import type { Broker } from '../broker/index.ts';
import type { ChatIn } from '../chat-in/index.ts';
import { attach, explainCase, openedAs, readAttachment, readTicks } from '../cases/index.ts';
import type { CommitWatch } from '../commit-watch.ts';
import type { CollectorConfig } from '../config.ts';
import { decideReady } from '../decide-ready.ts';
import type { Directory } from '../directory/index.ts';
import type { FigureRoom } from '../figures/index.ts';
import type { Flow } from '../flow.ts';
import type { History } from '../history/index.ts';
import type { HostChanges } from '../host-changes.ts';
import type { Enrolments, HttpRooms } from '../http/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { liveView } from '../live.ts';
import { type MailIn, mailTag } from '../mail-in/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { SYNTHETIC } from '../model/index.ts';
import { createMailer, signLink, verifyCustomerLink, verifyLink } from '../notify/index.ts';
import type { Owners } from '../owners.ts';
import type { Packages } from '../packages/index.ts';
import type { Rollouts } from '../rollouts/index.ts';
import type { RuleEngine } from '../rules/index.ts';
import type { Store } from '../store/index.ts';
import type { Tls } from '../tls/index.ts';
import { agentDoorOf } from './agent-door.ts';
import { contactMethods } from './contact-methods.ts';
import { CUSTOMER_LINK_MS } from './customer-link-ms.ts';
import { queueAge } from './figures.ts';
import type { LiveChanges } from './live-changes.ts';
import type { LoadWatch } from './load-watch.ts';
import type { Watch } from './open-watch.ts';
import { openByHand } from './open-by-hand.ts';
import { peopleAsked } from './people-asked.ts';
import { previewOf } from './preview-policy.ts';
import type { OwnAddress } from './own-address.ts';
import { rosterOver } from './roster.ts';
import { testableChannels } from './test-channels.ts';
import { escalationOf } from './escalation-of.ts';

const consoleFolder = fileURLToPath(new URL('../../../packages/console/dist', import.meta.url));

/** The rooms people and programs ask over HTTP, as they were opened. */
export interface AskedRooms {
  config: CollectorConfig;
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
  directory: Directory;
  enrolments: Enrolments;
  owners: Owners;
  hostChanges: HostChanges;
  knowledge: Knowledge;
  figures: FigureRoom;
  mail: MailIn;
  watch: Watch;
  chat: ChatIn;
  packages: Packages;
  rollouts: Rollouts;
  tls: Tls;
  clock: Clock;
  log: Log;
}

/** What each question leads to. */
export function httpRooms(asked: AskedRooms): HttpRooms {
  const { config, linkSecret, address, ingest, history, rules, clock } = asked;
  const { metrics, enrolments, owners, hostChanges, tls } = asked;
  const rosterOf = rosterOver(config, asked.directory);
  const { provider } = config.access;
  return {
    store: asked.store,
    clock,
    log: asked.log,
    access: asked.access,
    directory: asked.directory,
    provider: provider === undefined ? undefined : createProvider(provider),
    mailer: createMailer(config.channels, clock.after),
    enrolments,
    consoleFolder,
    trustedProxies: config.http.trustedProxies,
    publicUrl: address.public,
    configuredUrl: config.http.publicUrl,
    listening: () => ({ bound: config.http.host, port: address.port(), secure: tls.http !== undefined }),
    agentDoor: () => agentDoorOf(config.broker, asked.broker.port, tls.broker !== undefined),
    authority: tls.trust,
    packages: asked.packages,
    rollouts: asked.rollouts,
    ready: readiness(asked),
    metricsText: metrics.text,
    request: metrics.request,
    act: owners.act,
    openCase: openByHand(asked.store, owners),
    openedAs: (key) => openedAs(asked.store.db, key),
    attachments: attachmentsOf(asked),
    mail: {
      token: config.mail.webhookToken?.reveal(),
      take: asked.mail.take,
      tag: (caseId) => mailTag(linkSecret, caseId),
    },
    chat: asked.chat,
    knowledge: asked.knowledge,
    figures: asked.figures,
    explainClocks: (caseId) => explainCase(asked.store.db, caseId, clock.now()),
    explainEscalation: (caseId) => escalationOf(asked.store.db, caseId, { ...asked, rosterOf }),
    ticksOf: (caseId) => readTicks(asked.store.db, caseId),
    previewPolicy: (policy, question) => previewOf(asked.directory, policy, question),
    customerLinks: customerLinks(linkSecret, clock),
    changeHost: owners.changeHost,
    cutOff: hostChanges.cutOff,
    channels: testableChannels(config, asked),
    methods: contactMethods(config, { ...asked, rosterOf }),
    ...peopleAsked({ ...asked, rosterOf }),
    enrol: (request) => enrolments.redeem(request, clock.now()),
    live: (hostId) => {
      const host = ingest.host(hostId);
      return host === undefined ? undefined : liveView(host);
    },
    history: history.query,
    rules: () => rules.ties().filter(({ rule }) => rule !== SYNTHETIC.rule),
    untiedOf: rules.untiedOf,
    readLink: (token) => verifyLink(linkSecret, token, clock.now()),
    zoneOf: async (person) => (await rosterOf(asked.store.db)).find(person)?.zone ?? machineZone(),
    subscribe: asked.live.subscribe,
  };
}

function attachmentsOf({ store, owners, clock }: AskedRooms): HttpRooms['attachments'] {
  return {
    attach: (caseId, file, who) => attach({ store, act: owners.act, clock }, caseId, file, who),
    read: (wanted) => readAttachment(store.db, wanted),
  };
}

function customerLinks(secret: string, clock: Clock): HttpRooms['customerLinks'] {
  return {
    make(caseId, contact) {
      const expiresAt = clock.now() + CUSTOMER_LINK_MS;
      return signLink(secret, { purpose: 'customer', caseId, contact, expiresAt });
    },
    read: (token) => verifyCustomerLink(secret, token, clock.now()),
  };
}

function readiness({ commits, flow, ingest, load, watch, tls, clock }: AskedRooms): HttpRooms['ready'] {
  return () => ({
    ...decideReady({
      committingMs: commits.ageMs(),
      commits: flow.healthy(),
      listening: ingest.listening(),
      queue: queueAge(flow, clock),
      slowDown: load.slowDown(),
      warnings: tls.warnings(),
    }),
    watch: watch.view(),
  });
}
