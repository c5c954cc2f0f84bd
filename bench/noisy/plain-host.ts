import { ackSchema, downTopic, type Layout, upTopic } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import mqtt from 'mqtt';
import type { Credential } from '../../test/scenarios/raw-agent.ts';

/** A host that says each thing once and notes how long its answer took. */
export interface PlainHost {
  readonly id: string;
  /** Reads the series of one of its layouts once, now; gives the message's number. */
  read(layout: Layout, values: readonly (number | null)[]): number;
  /** Tells of something that is answered at once after its commit. */
  tell(): number;
  /** Milliseconds from saying to answer, of those that are answered; emptied by the call. */
  delays(): number[];
  /** Longest wait of what has no answer yet, milliseconds. */
  waited(): number;
  /** Number up to which everything is answered. */
  answered(): number;
  stop(): Promise<void>;
}

const INTERVAL_MS = 15_000;

/** Connects as the host of `credential`; resolves when it may speak. */
export async function connectPlainHost(
  { username, password, shard, customer, host }: Credential,
  mqttUrl: string,
  layouts: readonly Layout[],
): Promise<PlainHost> {
  const identity = { customer, host };
  const epoch = systemClock.now();
  const topic = (kind: 'presence' | 'layout' | 'reading' | 'event') => upTopic(identity, shard, kind);
  const said = new Map<number, number>();
  let taken: number[] = [];
  let last = 0;
  let cursor = 0;
  const client = await mqtt.connectAsync(mqttUrl, { username, password, clientId: `plain-${host}` });
  client.on('message', (_topic, payload) => {
    const ack = ackSchema.parse(JSON.parse(payload.toString('utf8')));
    const seq = ack.epochs.find((one) => one.epoch === epoch)?.seq ?? 0;
    const now = systemClock.monotonic();
    for (let number = cursor + 1; number <= seq; number++) {
      const since = said.get(number);
      if (since !== undefined) taken.push(now - since);
      said.delete(number);
    }
    cursor = Math.max(cursor, seq);
  });
  await client.subscribeAsync(downTopic(identity, 'ack'));
  const presence = {
    session: epoch,
    state: 'online',
    time: systemClock.now(),
    reason: 'connected',
    epoch,
    intervalMs: INTERVAL_MS,
    streams: layouts.map(({ stream }) => stream),
    name: host,
    agent: 'bench',
    platform: 'linux',
  };
  await client.publishAsync(topic('presence'), JSON.stringify(presence), { qos: 1, retain: true });
  for (const layout of layouts)
    await client.publishAsync(topic('layout'), JSON.stringify(layout), { qos: 1 });

  function say(kind: 'reading' | 'event', fields: Record<string, unknown>): number {
    const seq = ++last;
    const now = systemClock.now();
    said.set(seq, systemClock.monotonic());
    client.publish(
      topic(kind),
      JSON.stringify({ sent: now, epoch, seq, after: seq - 1, time: now, ...fields }),
    );
    return seq;
  }

  return {
    id: `${customer}.${host}`,
    read: (layout, values) => say('reading', { layout: layout.id, values }),
    tell: () => say('event', { kind: 'boot', data: { bootTimeMs: epoch, bootId: 'bench' } }),
    delays: () => taken.splice(0),
    waited: () => Math.max(0, ...[...said.values()].map((since) => systemClock.monotonic() - since)),
    answered: () => cursor,
    stop: () => client.endAsync(true),
  };
}
