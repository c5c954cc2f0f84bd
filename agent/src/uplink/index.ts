import { backoffMs, type Timer } from '@watchcase/runtime/light';
import type { LinkEnding } from './link.ts';
import { createPace, type Pace } from './pace.ts';
import { openSession, type Session } from './session.ts';
import type { UplinkNeeds } from './uplink-needs.ts';

import type { Credential } from './credential.ts';

export { type Credential, credentialFile, isCredential, readCredential } from './credential.ts';
export type { PresenceFacts } from './presence.ts';

/** How the connection stands. Times in Unix milliseconds. */
export interface UplinkState {
  state: 'connecting' | 'connected' | 'rejected';
  since: number;
  /** Why it is not connected; empty when it is. */
  reason: string;
  session: number;
  lastAckAt: number | null;
}

/** The agent's connection to the collector, kept up for as long as the agent runs. */
export interface Uplink {
  /** Something new is in the outbox. */
  wake(): void;
  /** Streams have changed, or a layout: tells the collector. */
  announce(): void;
  /** How many readings go out live, as the collector wants it. */
  readonly pace: Pick<Pace, 'slowDown' | 'isLive'>;
  state(): UplinkState;
  /** Sends what it can, says goodbye and closes; resolves within a second. */
  stop(): Promise<void>;
}

const RETRY_MS = 5000;
/** The longest pause and one interval fit into a minute: a fleet is live again a minute after its broker. */
const RECONNECT = { firstMs: 1000, maxMs: 40_000 };
/** A rejected credential does not become right by asking often. */
const REJECTED = { firstMs: 60_000, maxMs: 300_000 };
/** A connection that held this long was a good one: the next attempt comes soon. */
const GOOD_MS = 60_000;

/** Connects, and connects again with growing, jittered pauses whenever the connection ends. */
export function startUplink(needs: UplinkNeeds): Uplink {
  const { clock, log } = needs;
  const state: UplinkState = {
    state: 'connecting',
    since: clock.now(),
    reason: 'not tried yet',
    session: 0,
    lastAckAt: null,
  };
  const pace = createPace(clock, needs.random);
  let session: Session | undefined;
  let { credential } = needs;
  let failures = 0;
  let openedAt: number | undefined;
  let reconnecting: Timer | undefined;
  let stopped = false;
  let retrying = clock.about(RETRY_MS, retry);

  function become(next: UplinkState['state'], reason: string): void {
    if (state.state !== next) state.since = clock.now();
    state.state = next;
    state.reason = reason;
    needs.onChanged();
  }

  function open(): void {
    takeNewer();
    state.session = needs.outbox.nextSession();
    session = openSession({ ...needs, credential, isAsideHeld: pace.isAsideHeld }, state.session, {
      onOpen() {
        openedAt = clock.monotonic();
        log.info({ url: credential.mqttUrl, session: state.session }, 'connected');
        become('connected', '');
      },
      onAck({ slowDown }) {
        pace.told(slowDown);
        state.lastAckAt = clock.now();
        needs.onAck();
      },
      onClosed: closed,
    });
  }

  function closed(ending: LinkEnding): void {
    session = undefined;
    const good = openedAt !== undefined && clock.monotonic() - openedAt > GOOD_MS;
    openedAt = undefined;
    failures = good ? 1 : failures + 1;
    if (stopped) return;
    // With the next credential it is not rejected yet.
    const isNewer = takeNewer();
    if (isNewer) failures = 1;
    const rejected = ending.rejected && !isNewer;
    become(rejected ? 'rejected' : 'connecting', ending.reason);
    const pauseMs = backoffMs(failures, rejected ? REJECTED : RECONNECT, needs.random());
    const [code, words] = saidOf({ ...ending, rejected });
    log.warn({ code, reason: ending.reason, retryMs: pauseMs }, words);
    reconnecting = clock.after(pauseMs, open);
  }

  /** True when this same host has joined anew since: its next attempt is with what it was given then. Looked at before each attempt, so that what was taken back is hardly ever shown. */
  function takeNewer(): boolean {
    const newer = readNewer();
    if (newer === undefined || newer.username !== credential.username) return false;
    if (newer.password === credential.password) return false;
    credential = newer;
    log.info({}, 'this host was given another credential, which is used from now on');
    return true;
  }

  function readNewer(): Credential | undefined {
    try {
      return needs.readAgain();
    } catch {
      return undefined;
    }
  }

  function retry(): void {
    retrying = clock.about(RETRY_MS, retry);
    session?.retry();
  }

  open();
  return {
    wake: () => session?.wake(),
    announce: () => session?.announce(),
    pace,
    state: () => ({ ...state }),
    async stop() {
      stopped = true;
      retrying.cancel();
      reconnecting?.cancel();
      await session?.stop();
      session = undefined;
    },
  };
}

/** Code and words of the log for an ending. */
function saidOf({ rejected, untrusted }: LinkEnding): [code: string, words: string] {
  if (rejected)
    return [
      'CREDENTIAL_REJECTED',
      "the broker does not take this host's credential; enrol again if it was revoked",
    ];
  if (untrusted === true)
    return [
      'COLLECTOR_NOT_TRUSTED',
      'what answers shows a certificate that this host does not trust: somebody may be in between; readings wait on disk',
    ];
  return ['COLLECTOR_NOT_REACHED', 'not connected; readings wait on disk'];
}
