import { escalationOf } from '@watchcase/collector/wiring/escalation-of.ts';
import { join } from 'node:path';
import {
  act,
  attach,
  explainCase,
  openCase,
  openedAs,
  readAttachment,
  readTicks,
} from '@watchcase/collector/cases/index.ts';
import { createDirectory } from '@watchcase/collector/directory/index.ts';
import { openAccess } from '@watchcase/collector/access/index.ts';
import { appendAudit } from '@watchcase/collector/audit/index.ts';
import { figuresOver } from '@watchcase/collector/wiring/open-figures.ts';
import { buildHttp, createEnrolments } from '@watchcase/collector/http/index.ts';
import type { HttpRooms, NewHost } from '@watchcase/collector/http/index.ts';
import { type Knowledge, openKnowledge } from '@watchcase/collector/knowledge/index.ts';
import { contactMethods } from '@watchcase/collector/wiring/contact-methods.ts';
import { rosterOver } from '@watchcase/collector/wiring/roster.ts';
import { previewOf } from '@watchcase/collector/wiring/preview-policy.ts';
import {
  type ChannelInstance,
  signLink,
  verifyCustomerLink,
  verifyLink,
} from '@watchcase/collector/notify/index.ts';
import { changeHost, openSqliteStore, type Store } from '@watchcase/collector/store/index.ts';
import { createLog, UserError } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';

/** The HTTP room over a real store, without the rest of the house. */
export interface HttpHouse {
  app: Awaited<ReturnType<typeof buildHttp>>;
  rooms: HttpRooms;
  store: Store;
  knowledge: Knowledge;
  clock: ManualClock;
  adminToken: string;
  linkSecret: string;
  /** Hosts that have joined. */
  joined: NewHost[];
  /** Lines of the log. */
  logged: string[];
  /** Asks as administrator; `payload` is sent as JSON. */
  ask(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT',
    url: string,
    payload?: object,
  ): Promise<{ status: number; body: unknown }>;
  stop(): Promise<void>;
}

/** Builds it; `more` replaces doors to other rooms, and by `addressable` people are reached at addresses of their own. */
export async function buildHttpHouse(
  more: Partial<HttpRooms> = {},
  addressable: readonly ChannelInstance[] = [],
): Promise<HttpHouse> {
  const folder = temporaryFolder();
  const clock = more.clock instanceof ManualClock ? more.clock : new ManualClock();
  const store = more.store ?? (await openSqliteStore(join(folder.path, 'watchcase.db')));
  const [adminToken, linkSecret] = ['the-administrators-token', 'the-secret-of-links'];
  const joined: NewHost[] = [];
  const logged: string[] = [];
  const log = createLog('test', 'debug', { write: (line: string) => void logged.push(line) });
  const knowledge = openKnowledge({ store, clock, log });
  const directory = createDirectory(store);
  const rooms: HttpRooms = {
    store,
    clock,
    log,
    access: openAccess(store, { adminToken, sessionMs: 12 * 3_600_000 }, appendAudit),
    provider: undefined,
    mailer: undefined,
    enrolments: createEnrolments(store, {
      addCredential: () => Promise.resolve(),
      added: (host) => void joined.push(host),
    }),
    directory,
    consoleFolder: folder.path,
    trustedProxies: [],
    publicUrl: () => 'http://127.0.0.1:8080',
    configuredUrl: undefined,
    listening: () => ({ bound: '127.0.0.1', port: 8080, secure: false }),
    agentDoor: () => ({
      kind: 'embedded',
      bound: '0.0.0.0',
      port: 1883,
      publicHost: 'mq.example',
      secure: false,
    }),
    authority: () => undefined,
    packages: {
      keyPin: () => 'pin-of-packages',
      all: () => Promise.resolve([]),
      index: () => Promise.resolve('{"manifest":{"packages":[]},"signature":"c2ln","key":"a2V5"}\n'),
      path: (file) =>
        Promise.reject(new UserError({ code: 'PACKAGE_NOT_HERE', place: file, message: 'no such package' })),
    },
    rollouts: {
      list: () => Promise.resolve([]),
      begin: ({ version }) => Promise.reject(off(version)),
      end: (id) => Promise.reject(off(String(id))),
    },
    ready: () => ({
      ok: true,
      reasons: [],
      warnings: [],
      queue: { messages: 0, ageSeconds: 0 },
      slowDown: 1,
      watch: {
        faults: [],
        syntheticAlert: null,
        heartbeat: null,
        backup: null,
        audit: { at: null, cases: 0, forgotten: 0 },
      },
    }),
    metricsText: () => Promise.resolve({ contentType: 'text/plain', body: '' }),
    request: () => undefined,
    act: (caseId, action) =>
      store.transaction(
        async (tx) =>
          void (await act(tx, caseId, action, { now: clock.now(), comesBackAfterMs: 14_400_000 })),
      ),
    async openCase(wanted) {
      await store.transaction((tx) =>
        openCase(tx, wanted, { now: clock.now(), owed: () => Promise.resolve(undefined) }),
      );
      return (await openedAs(store.db, wanted.key)) ?? 0;
    },
    knowledge,
    figures: figuresOver({ store, directory, clock, log }),
    openedAs: (key) => openedAs(store.db, key),
    explainClocks: (caseId) => explainCase(store.db, caseId, clock.now()),
    explainEscalation: (caseId) =>
      escalationOf(store.db, caseId, {
        directory,
        rosterOf: rosterOver({ duty: [], channels: [], addressable }, directory),
      }),
    ticksOf: (caseId) => readTicks(store.db, caseId),
    previewPolicy: (policy, question) => previewOf(rooms.directory, policy, question),
    attachments: {
      attach: (caseId, file, who) => attach(rooms, caseId, file, who),
      read: (wanted) => readAttachment(store.db, wanted),
    },
    chat: {
      take: (place) =>
        Promise.reject(new UserError({ code: 'CHAT_SIGNATURE_WRONG', place, message: 'it is not signed' })),
    },
    mail: {
      token: 'token-of-mail',
      take: () => Promise.resolve('nothing'),
      tag: (caseId) => `[C-${caseId}:000000000000]`,
    },
    changeHost: (id, change) => store.transaction((tx) => changeHost(tx, id, change, clock.now())),
    cutOff: () => Promise.resolve(true),
    channels: { list: () => [], test: () => Promise.resolve({ outcome: 'delivered', detail: 'HTTP 200' }) },
    methods: contactMethods(
      { addressable },
      {
        store,
        rosterOf: rosterOver({ duty: [], channels: [], addressable }, directory),
        linkSecret,
        clock,
        log,
      },
    ),
    people: () => Promise.resolve(['Ada', 'Bo']),
    reachable: (name) => Promise.resolve(['Ada', 'Bo'].find((one) => one === name)),
    onDuty: () => Promise.resolve([{ name: 'Ada', severities: ['major', 'critical'] }]),
    enrol: (request) => rooms.enrolments.redeem(request, clock.now()),
    live: () => undefined,
    history: () => ({ stepSeconds: 1, times: [], series: [] }),
    rules: () => [],
    untiedOf: () => [],
    readLink: (token) => verifyLink(linkSecret, token, clock.now()),
    customerLinks: {
      make: (caseId, contact) =>
        signLink(linkSecret, {
          purpose: 'customer',
          caseId,
          contact,
          expiresAt: clock.now() + 60 * 86_400_000,
        }),
      read: (token) => verifyCustomerLink(linkSecret, token, clock.now()),
    },
    zoneOf: () => Promise.resolve('Asia/Shanghai'),
    subscribe: () => () => undefined,
    ...more,
  };
  const app = await buildHttp(rooms);
  return {
    app,
    rooms,
    store,
    knowledge,
    clock,
    adminToken,
    linkSecret,
    joined,
    logged,
    async ask(method, url, payload) {
      const headers = { authorization: `Bearer ${adminToken}` };
      const answer = await app.inject({
        method,
        url,
        headers,
        ...(payload === undefined ? {} : { payload }),
      });
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
    },
    async stop() {
      await app.close();
      await knowledge.stop();
      if (more.store === undefined) await store.close();
      folder[Symbol.dispose]();
    },
  };
}

function off(place: string): UserError {
  return new UserError({ code: 'UPGRADES_OFF', place, message: 'this collector does not upgrade agents' });
}
