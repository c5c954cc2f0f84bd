import { randomBytes } from 'node:crypto';
import { type Ack, downTopic, isAck, LIMITS, type Presence, upTopic } from '@watchcase/protocol/light';
import type { Timer } from '@watchcase/runtime/light';
import type { OutboxMessage } from '../outbox/index.ts';
import { type LinkEnding, openLink } from './link.ts';
import { presenceOf } from './presence.ts';
import { createSender, type SenderNeeds } from './sender.ts';
import { createShortReadings } from './short-readings.ts';
import type { UplinkNeeds } from './uplink-needs.ts';

/** One connection, from its attempt to its end. */
export interface Session {
  wake(): void;
  announce(): void;
  retry(): void;
  stop(): Promise<void>;
}

/** Whom a session tells. */
export interface SessionEars {
  onOpen(): void;
  onAck(ack: Ack): void;
  onClosed(ending: LinkEnding): void;
}

/** Both together end well before whoever stops the agent leaves this part behind (half of its 2.5 s). */
const FLUSH_MS = 400;
const STOP_MS = 1000;
const FLUSH_STEP_MS = 50;

/** Connects under the number `number`: presence first, then layouts, then messages. */
export function openSession(
  needs: UplinkNeeds & Pick<SenderNeeds, 'isAsideHeld'>,
  number: number,
  ears: SessionEars,
): Session {
  const { credential, outbox, clock, log } = needs;
  const { shard } = credential;
  beginEpochWhenStale();
  let announcedEpoch = outbox.liveEpoch();
  let ready = false;
  let resting: Timer | undefined;

  const link = openLink({
    url: credential.mqttUrl,
    // An id that can be guessed lets any other host of the broker end this connection by naming it.
    clientId: `${credential.username}-${randomBytes(8).toString('hex')}`,
    username: credential.username,
    password: credential.password,
    trust: credential,
    will: { topic: upTopic(credential, shard, 'presence'), payload: presence('lost') },
    onOpen: () => void begin().catch((error: unknown) => void giveUp(error)),
    onMessage: (_topic, payload) => hear(payload),
    onClear: () => ready && sender.pump(),
    onClosed(ending) {
      ready = false;
      resting?.cancel();
      ears.onClosed(ending);
    },
    clock,
  });
  const short = createShortReadings({ liveEpoch: () => outbox.liveEpoch(), layouts: needs.layouts });
  const sender = createSender({
    ...needs,
    isClear: link.isClear,
    send,
    later(ms, then) {
      resting = clock.after(ms, () => ready && then());
    },
    sendLayout: (body) => quietly(link.publish(upTopic(credential, shard, 'layout'), body, { qos: 1 })),
  });

  function send(message: OutboxMessage): void {
    const now = clock.now();
    const payload = short.payloadOf(message, now) ?? needs.payloadOf(message, now);
    quietly(link.publish(upTopic(credential, shard, message.kind), payload, { qos: 0 }));
  }

  async function begin(): Promise<void> {
    // At once: a broker takes in order what comes over one connection, and a line across the world is crossed once instead of three times.
    await Promise.all([
      link.subscribe(downTopic(credential, 'ack')),
      publishPresence('connected'),
      publishLayouts(),
    ]);
    ready = true;
    // An answer that came meanwhile may have begun another epoch.
    announceEpoch();
    ears.onOpen();
    sender.pump();
  }

  function presence(reason: Presence['reason']): string {
    const at = { session: number, epoch: outbox.liveEpoch(), time: clock.now() };
    return JSON.stringify(presenceOf(needs.facts(), at, reason));
  }

  async function publishPresence(reason: Presence['reason']): Promise<void> {
    announcedEpoch = outbox.liveEpoch();
    await link.publish(upTopic(credential, shard, 'presence'), presence(reason), { qos: 1, retain: true });
  }

  async function publishLayouts(): Promise<void> {
    const topic = upTopic(credential, shard, 'layout');
    await Promise.all(
      needs.layouts().map((layout) => link.publish(topic, JSON.stringify(layout), { qos: 1 })),
    );
  }

  async function giveUp(error: unknown): Promise<void> {
    log.warn(
      { code: 'SESSION_NOT_OPENED', reason: (error as Error).message },
      'the broker did not take what a session begins with',
    );
    await link.end(false);
  }

  function hear(payload: string): void {
    const ack = parseAck(payload);
    if (ack === undefined)
      return log.warn({ code: 'ACK_UNREADABLE' }, 'an acknowledgement could not be read');
    // It says nothing of sequences.
    if (ack.upgrade !== undefined) return needs.onOrder(ack.upgrade);
    sender.onAck(ack);
    beginEpochWhenStale();
    announceEpoch();
    ears.onAck(ack);
  }

  /** Live data must not queue behind what is too old to be live. What was not answered yet may be committed all the same. */
  function beginEpochWhenStale(): void {
    const oldest = outbox.oldestLiveTime();
    if (oldest !== undefined && clock.now() - oldest > LIMITS.latenessMs + LIMITS.answerMs)
      outbox.beginEpoch();
  }

  function announceEpoch(): void {
    if (ready && outbox.liveEpoch() !== announcedEpoch) quietly(publishPresence('connected'));
  }

  return {
    wake() {
      if (!ready) return;
      announceEpoch();
      sender.pump();
    },
    announce() {
      if (ready) quietly(publishPresence('connected').then(publishLayouts).then(sender.pump));
    },
    retry() {
      if (ready) sender.retry();
    },
    async stop() {
      if (!ready) return link.end(false);
      const begunAt = clock.monotonic();
      await flush(begunAt + FLUSH_MS);
      await within(
        begunAt + STOP_MS - clock.monotonic(),
        publishPresence('stopped').then(() => link.end(true)),
      );
      // The outbox is closed next.
      ready = false;
      resting?.cancel();
    },
  };

  /** What was read last should not have to wait for the next start. Its answer may come much later, and is not waited for: what is not answered by then stays in the outbox. */
  async function flush(deadline: number): Promise<void> {
    sender.pump();
    const waits = () => ready && !sender.isLiveSent() && clock.monotonic() < deadline;
    while (waits()) await within(FLUSH_STEP_MS, new Promise(() => undefined));
  }

  function within(ms: number, work: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const timer = clock.after(ms, resolve);
      void work
        .catch(() => undefined)
        .then(() => {
          timer.cancel();
          return resolve();
        });
    });
  }
}

/** A publish that fails because the connection ended: what it carried is still in the outbox. */
function quietly(work: Promise<void>): void {
  void work.catch(() => undefined);
}

function parseAck(payload: string): Ack | undefined {
  try {
    const raw: unknown = JSON.parse(payload);
    return isAck(raw) ? raw : undefined;
  } catch {
    return undefined;
  }
}
