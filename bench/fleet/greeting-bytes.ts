import { downTopic, type HostIdentity, type Layout, upTopic } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { publishBytes, subscribeBytes } from './mqtt-bytes.ts';

/** What a played host says when it is connected: that it hears its answers, is there, and what its readings are. */
export function greetingBytes(
  identity: HostIdentity,
  layout: Layout,
  of: { session: number; epoch: number; intervalMs: number },
): Buffer {
  const presence = {
    ...of,
    state: 'online',
    time: systemClock.now(),
    reason: 'connected',
    streams: [layout.stream],
    name: identity.host,
    agent: 'generator',
    platform: 'linux',
  };
  const up = (kind: 'presence' | 'layout', body: unknown, retain: boolean) =>
    publishBytes({ topic: upTopic(identity, 0, kind), payload: JSON.stringify(body), qos: 1, retain });
  return Buffer.concat([
    subscribeBytes(downTopic(identity, 'ack')),
    up('presence', presence, true),
    up('layout', layout, false),
  ]);
}
