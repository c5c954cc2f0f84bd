import {
  downTopic,
  ENROL_USER,
  enrolTopic,
  hostId,
  identityOf,
  parseUpTopic,
  usernameOf,
} from '@watchcase/protocol';

/** Who a connected client is to the broker. */
export interface ClientIdentity {
  username: string;
  clientId: string;
}

/** A client may publish as its own host only, or, while enrolling, its own request. */
export function mayPublish(client: ClientIdentity, topic: string): boolean {
  if (client.username === ENROL_USER)
    return client.clientId !== '' && topic === enrolTopic(client.clientId, 'request');
  const up = parseUpTopic(topic);
  return up !== undefined && usernameOf(up) === client.username;
}

/** A client may hear what is meant for its own host only, or, while enrolling, its own reply. */
export function maySubscribe(client: ClientIdentity, filter: string): boolean {
  if (client.username === ENROL_USER)
    return client.clientId !== '' && filter === enrolTopic(client.clientId, 'reply');
  const identity = identityOf(client.username.replace('/', '.'));
  return identity !== undefined && filter === downTopic(identity, 'ack');
}

/** The host that a message on `topic` belongs to, or the enrolling client's id. */
export function senderOf(topic: string): { hostId: string } | { enrolling: string } | undefined {
  const up = parseUpTopic(topic);
  if (up !== undefined) return { hostId: hostId(up) };
  const parts = topic.split('/');
  const clientId = parts[3] ?? '';
  return parts.length === 5 && clientId !== '' && topic === enrolTopic(clientId, 'request')
    ? { enrolling: clientId }
    : undefined;
}
