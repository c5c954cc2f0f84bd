import type { WatchView } from '@watchcase/api';
import { hashSecret, newSecret } from '../access/index.ts';
import type { Alerts } from '../alerts/index.ts';
import { type AuditorState, readPasses, startAuditor } from '../auditor/index.ts';
import { type Broker, connectAsAgent } from '../broker/index.ts';
import type { Directory } from '../directory/index.ts';
import type { Flow } from '../flow.ts';
import type { History } from '../history/index.ts';
import { type Ingest, newHostState } from '../ingest/index.ts';
import type { Membership } from '../membership/index.ts';
import type { Watching } from '../metrics/index.ts';
import { type CaseChange, SYNTHETIC } from '../model/index.ts';
import type { RuleEngine } from '../rules/index.ts';
import type { Store } from '../store/index.ts';
import {
  createHeartbeat,
  preparePlace,
  type Rounds,
  startRounds,
  sweepPlace,
  syntheticShard,
  syntheticUser,
  type TestPost,
  walk,
  watchView,
} from '../watch/index.ts';
import type { FlowNews } from './flow-news.ts';
import { openOwnBackups, type OwnBackupNeeds } from './open-own-backups.ts';
import { recordLine } from './record-line.ts';
import { rosterOver } from './roster.ts';

/** How the collector watches over itself, for whoever asks. */
export interface Watch {
  view(): WatchView;
  figures(): Watching;
  stop(): Promise<void>;
}

/** The rooms that a synthetic alert passes. */
export interface WatchedRooms extends OwnBackupNeeds {
  membership: Membership;
  flow: Flow;
  ingest: Ingest;
  alerts: Alerts;
  rules: RuleEngine;
  history: History;
  news: FlowNews;
  directory: Directory;
  /** Its transactions fall between two turns. */
  betweenTurns: Store;
  broker: Broker;
  post: TestPost;
}

/** Begins to send synthetic alerts, and heartbeats after them, as the config says. */
export function openWatch(rooms: WatchedRooms): Watch {
  const { clock, log, membership } = rooms;
  const { every, heartbeat } = rooms.config.watch;
  const since = clock.now();
  const isOurs = () => membership.ours()?.includes(syntheticShard) ?? true;
  const auditor = startAuditor({
    store: rooms.betweenTurns,
    shards: membership.ours,
    roster: rosterOver(rooms.config, rooms.directory),
    record: recordLine,
    repaired: (changes) => rooms.news.repaired(changes),
    clock,
    log,
  });
  const backups = openOwnBackups(rooms);
  const rounds: Rounds | undefined =
    every === null
      ? undefined
      : startRounds({
          everyMs: every,
          isOurs,
          walk: alertOver(rooms),
          passes: () => readPasses(rooms.betweenTurns.db),
          heartbeat: heartbeat === undefined ? undefined : createHeartbeat(heartbeat, clock),
          clock,
          log,
        });
  return {
    view: () =>
      watchView({
        rounds: rounds !== undefined && isOurs() ? rounds.state() : null,
        everyMs: every ?? 0,
        hasHeartbeat: heartbeat !== undefined,
        audit: auditor.state(),
        backup: backups?.state() ?? null,
        isAuditing: membership.ours()?.length !== 0,
        since,
        now: clock.now(),
      }),
    figures() {
      const { alert, arrivedAt, beatAt, lost, missed } = rounds?.state() ?? {};
      return {
        alertSeconds: alert?.end.because === 'arrived' ? alert.end.tookMs / 1000 : undefined,
        arrivedAt: arrivedAt ?? undefined,
        beatAt: beatAt ?? undefined,
        lost: lost ?? 0,
        missed: missed ?? 0,
        backupAt: backups?.state().newestAt ?? undefined,
        ...auditFigures(auditor.state()),
      };
    },
    async stop() {
      await backups?.stop();
      await rounds?.stop();
      await auditor.stop();
    },
  };
}

function auditFigures({ at, tookMs, forgotten, repairs }: Readonly<AuditorState>) {
  return { auditedAt: at ?? undefined, auditSeconds: tookMs / 1000, forgotten, repairs };
}

/** One alert after the other through these rooms. */
function alertOver(rooms: WatchedRooms): () => ReturnType<typeof walk> {
  const { config, membership, flow, ingest, news, broker, post, clock, log } = rooms;
  const password = newSecret();
  let turn = 0;
  let hear: (changes: readonly CaseChange[]) => void = () => undefined;
  news.hearSynthetic((changes) => hear(changes));
  return () =>
    walk({
      post,
      clock,
      onCases(next) {
        hear = next;
      },
      heardAt: () => ingest.host(SYNTHETIC.hostId)?.lastHeardAt ?? null,
      prepare: () =>
        flow.settled([SYNTHETIC.hostId], async () => {
          forgetHost(rooms);
          const now = clock.now();
          const place = { passwordHash: hashSecret(password), now };
          await membership.transaction((tx) => preparePlace(tx, place));
          ingest.addHost(syntheticHost(now));
        }),
      connect: () =>
        connectAsAgent(
          config.broker,
          { username: syntheticUser, password, port: broker.port, turn: turn++ },
          clock,
        ),
      clean: () =>
        flow.settled([SYNTHETIC.hostId], async () => {
          forgetHost(rooms);
          await membership.transaction(sweepPlace);
        }),
      failed: (error) => log.warn({ code: 'SYNTHETIC_ALERT_TROUBLE', err: error }, 'a synthetic alert'),
    });
}

function syntheticHost(now: number) {
  const { customerId, siteId, host, hostId } = SYNTHETIC;
  return newHostState({
    id: hostId,
    identity: { customer: customerId, host },
    customerId,
    siteId,
    name: host,
    now,
  });
}

function forgetHost({ ingest, alerts, rules, history }: WatchedRooms): void {
  const { hostId } = SYNTHETIC;
  ingest.forget([hostId]);
  history.forget([hostId]);
  alerts.forgetHost(hostId);
  rules.forgetHost(hostId);
}
