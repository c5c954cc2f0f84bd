import {
  ackSchema,
  downTopic,
  type EnrolReply,
  type Layout,
  type UpgradeOrder,
  upTopic,
  withSentTime,
} from '@watchcase/protocol';
import { systemClock, type Timer } from '@watchcase/runtime';
import mqtt, { type MqttClient } from 'mqtt';

/** A host's credential, as enrolment gave it. */
export type Credential = EnrolReply & { ok: true };

/** An agent of a few lines that a test plays by hand: it keeps what is not acknowledged and sends it again. */
export interface RawAgent {
  hostId: string;
  epoch: number;
  client: MqttClient;
  /** Measures once: values in the layout's order at `time`, Unix milliseconds. */
  read(time: number, values: readonly (number | null)[]): void;
  /** Tells of something that happened. */
  tell(event: { kind: string; time: number; data: Record<string, unknown> }): void;
  /** Messages the collector has not acknowledged yet. */
  unacknowledged(): number;
  /** Runs another version from now on, and says so. */
  become(version: string): void;
  /** Goes without a word: the broker publishes its will. */
  drop(): void;
  stop(): Promise<void>;
}

/** A played host keeps silent on purpose; three times this long it does not count as gone. */
const PATIENT_MS = 60_000;
const RESEND_MS = 700;
const RECONNECT_MS = 200;
const MOST_AT_ONCE = 200;

/** What else it says of itself, and what it does when it is asked to run another version. */
export interface RawAgentOptions {
  version?: string;
  platform?: string;
  onOrder?(order: UpgradeOrder): void;
}

/** Connects as the host of `credential` to `mqttUrl` and stays connected. */
export function startRawAgent(
  credential: Credential,
  mqttUrl: string,
  layout: Layout,
  { version = 'raw/1', platform = 'test', onOrder }: RawAgentOptions = {},
): RawAgent {
  const { username, password, shard } = credential;
  const identity = { customer: credential.customer, host: credential.host };
  const epoch = systemClock.now();
  const topic = (kind: 'presence' | 'layout' | 'reading' | 'event') => upTopic(identity, shard, kind);
  let kept: { seq: number; kind: 'reading' | 'event'; body: string }[] = [];
  let last = 0;
  let stopped = false;
  let runs = version;
  let timer: Timer | undefined;

  const presence = (state: 'online' | 'offline', reason: string, session: number) =>
    JSON.stringify({
      session,
      state,
      time: systemClock.now(),
      reason,
      epoch,
      intervalMs: PATIENT_MS,
      streams: [layout.stream],
      name: credential.host,
      agent: runs,
      platform,
    });
  const session = epoch;
  const client = mqtt.connect(mqttUrl, {
    username,
    password,
    clientId: `raw-${credential.host}-${epoch}`,
    reconnectPeriod: RECONNECT_MS,
    keepalive: 5,
    queueQoSZero: false,
    will: {
      topic: topic('presence'),
      payload: Buffer.from(presence('offline', 'lost', session)),
      qos: 1,
      retain: true,
    },
  });
  client.on('error', () => undefined);
  client.on('connect', () => {
    client.subscribe(downTopic(identity, 'ack'), { qos: 1 });
    client.publish(topic('presence'), presence('online', 'connected', session), { qos: 1, retain: true });
    client.publish(topic('layout'), JSON.stringify(layout), { qos: 1 });
    resend();
  });
  client.on('message', (_topic, payload) => {
    const ack = ackSchema.parse(JSON.parse(payload.toString('utf8')));
    if (ack.upgrade !== undefined) return onOrder?.(ack.upgrade);
    if (ack.needLayouts.includes(layout.id))
      client.publish(topic('layout'), JSON.stringify(layout), { qos: 1 });
    const seq = ack.epochs.find((one) => one.epoch === epoch)?.seq ?? 0;
    kept = kept.filter((message) => message.seq > seq);
  });

  function send(message: (typeof kept)[number]): void {
    if (client.connected)
      client.publish(topic(message.kind), withSentTime(message.body, systemClock.now()), { qos: 0 });
  }

  function resend(): void {
    timer?.cancel();
    if (stopped) return;
    for (const message of kept.slice(0, MOST_AT_ONCE)) send(message);
    timer = systemClock.after(RESEND_MS, resend);
  }

  function keep(kind: 'reading' | 'event', fields: Record<string, unknown>): void {
    const seq = ++last;
    const message = { seq, kind, body: JSON.stringify({ epoch, seq, after: seq - 1, ...fields }) };
    kept.push(message);
    send(message);
  }

  return {
    hostId: `${identity.customer}.${identity.host}`,
    epoch,
    client,
    read: (time, values) => keep('reading', { layout: layout.id, time, values }),
    tell: (event) => keep('event', { ...event }),
    unacknowledged: () => kept.length,
    become(next) {
      runs = next;
      client.publish(topic('presence'), presence('online', 'connected', session), { qos: 1, retain: true });
    },
    drop() {
      stopped = true;
      timer?.cancel();
      client.options.reconnectPeriod = 0;
      client.stream.destroy();
    },
    async stop() {
      stopped = true;
      timer?.cancel();
      await client.endAsync(true);
    },
  };
}
