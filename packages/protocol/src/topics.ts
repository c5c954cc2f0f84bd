import { createHash } from 'node:crypto';

const ROOT = 'watchcase/v1';
const SLUG_PATTERN = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const SLUG = new RegExp(`^${SLUG_PATTERN}$`);
/** How many there are, for good: credentials name their host's. */
export const SHARDS = 64;

/** What an agent may publish. */
export type UpKind = 'presence' | 'layout' | 'reading' | 'event' | 'ping';
/** In one pattern: each message that comes is asked for it. */
const UP = new RegExp(
  `^${ROOT}/up/(0|[1-9]\\d?)/(${SLUG_PATTERN})/(${SLUG_PATTERN})/(presence|layout|reading|event|ping)$`,
);

/** MQTT user every newcomer enrols with; it may touch its own `enrol/<client id>/…` topics only. */
export const ENROL_USER = 'enrol';

/** Who a host is on the wire: both parts are slugs. */
export interface HostIdentity {
  customer: string;
  host: string;
}

/** True for `a-z 0-9 -` names of 1 to 63 characters, the only ones allowed in topics. */
export function isSlug(text: string): boolean {
  return SLUG.test(text);
}

/** Turns any name (a DNS host name, say) into a slug; `fallback` when nothing usable is left. */
export function slugOf(text: string, fallback: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return slug === '' ? fallback : slug;
}

/** One name for a host everywhere outside MQTT: `customer.host`. */
export function hostId(identity: HostIdentity): string {
  return `${identity.customer}.${identity.host}`;
}

/** The inverse of hostId; undefined when `id` is not one. */
export function identityOf(id: string): HostIdentity | undefined {
  const dot = id.indexOf('.');
  const identity = { customer: id.slice(0, dot), host: id.slice(dot + 1) };
  return dot > 0 && isSlug(identity.customer) && isSlug(identity.host) ? identity : undefined;
}

/** The MQTT user name of a host: `customer/host`, so that one ACL pattern ties user and topic together. */
export function usernameOf(identity: HostIdentity): string {
  return `${identity.customer}/${identity.host}`;
}

/** A customer's shard, 0 to 63: fixed for good, given to agents at enrolment. */
export function shardOf(customer: string): number {
  return createHash('sha256').update(customer).digest().readUInt32BE(0) % SHARDS;
}

/** Topic on which a host publishes `kind`. */
export function upTopic(identity: HostIdentity, shard: number, kind: UpKind): string {
  return `${ROOT}/up/${shard}/${identity.customer}/${identity.host}/${kind}`;
}

/** Subscription of a collector for everything hosts publish, those of one shard or all. */
export function upFilter(shard?: number): string {
  return shard === undefined ? `${ROOT}/up/#` : `${ROOT}/up/${shard}/#`;
}

/** Topic on which a host hears `kind` from the collector. */
export function downTopic(identity: HostIdentity, kind: 'ack'): string {
  return `${ROOT}/down/${identity.customer}/${identity.host}/${kind}`;
}

/** The host that a down topic is for; undefined for any other topic. */
export function parseDownTopic(topic: string): HostIdentity | undefined {
  const [root, version, way, customer = '', host = '', kind, ...more] = topic.split('/');
  if (`${root}/${version}` !== ROOT || way !== 'down' || kind !== 'ack' || more.length > 0) return undefined;
  return isSlug(customer) && isSlug(host) ? { customer, host } : undefined;
}

/** Topics of one enrolment: the newcomer's random client id keeps them to itself. */
export function enrolTopic(clientId: string, kind: 'request' | 'reply'): string {
  return `${ROOT}/enrol/${clientId}/${kind}`;
}

/** What a collector sends to itself, to see how long its broker keeps what it has for it; `clientId` is the one of that connection. */
export function echoTopic(clientId: string): string {
  return `${ROOT}/echo/${clientId}`;
}

/** Reads an up topic; undefined for anything that is not exactly one. */
export function parseUpTopic(topic: string): (HostIdentity & { shard: number; kind: UpKind }) | undefined {
  const found = UP.exec(topic);
  if (found === null) return undefined;
  const [, shard, customer = '', host = '', kind] = found;
  return Number(shard) < SHARDS ? { shard: Number(shard), customer, host, kind: kind as UpKind } : undefined;
}
