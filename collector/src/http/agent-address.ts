import { UserError } from '@watchcase/runtime';

/** Where agents connect, as far as the config says. */
export type AgentDoor =
  | {
      kind: 'embedded';
      /** Address the broker listens on. */
      bound: string;
      port: number;
      /** `host` or `host:port` by which hosts reach it. */
      publicHost: string | undefined;
      /** True where it speaks TLS; this machine may do without. */
      secure: boolean;
    }
  | { kind: 'external'; url: string };

/** Who asks, and by which name they came. */
export interface Asker {
  /** Name or address in the request, without a port; IPv6 in brackets. */
  host: string;
  /** The client's address, as far as proxies are believed. */
  ip: string;
  /** True when a proxy handed the request on, believed or not. */
  forwarded: boolean;
  /** True when they came over TLS: then they can trust the broker, too. */
  secure: boolean;
}

/** Which of the rules below has decided. */
export type AddressReason = 'configured' | 'this machine' | 'as bound' | 'as they came';
/** An address, or why there is none that the asker can reach. */
export type AddressDecision =
  | { url: string; reason: AddressReason }
  | { fault: 'bound to this machine' | 'named for this machine' };

/**
 * The broker's address for a host that joins (pure): what the config says, else the name by which the host came, since that one leads here. An address of this machine
 * only is good for this machine only.
 */
export function decideAgentAddress(
  door: AgentDoor,
  publicUrl: string | undefined,
  asker: Asker,
): AddressDecision {
  const isHere = isLocal(asker.ip) && isLocal(asker.host) && !asker.forwarded;
  if (door.kind === 'external') {
    const isReachable = isHere || !isLocal(new URL(door.url).hostname);
    return isReachable ? { url: door.url, reason: 'configured' } : { fault: 'named for this machine' };
  }
  const scheme = door.secure && (asker.secure || !isHere) ? 'mqtts' : 'mqtt';
  const at = (host: string, reason: AddressReason) => ({
    url: `${scheme}://${withPort(host, door.port)}`,
    reason,
  });
  if (isHere && (isLocal(door.bound) || isAny(door.bound)))
    return at(isAny(door.bound) ? '127.0.0.1' : door.bound, 'this machine');
  if (door.publicHost !== undefined) return at(door.publicHost, 'configured');
  if (isLocal(door.bound)) return { fault: 'bound to this machine' };
  const configured = publicUrl === undefined ? undefined : new URL(publicUrl).hostname;
  if (configured !== undefined && !isLocal(configured)) return at(configured, 'configured');
  if (!isAny(door.bound)) return at(door.bound, 'as bound');
  return isLocal(asker.host) || isAny(asker.host)
    ? { fault: 'named for this machine' }
    : at(asker.host, 'as they came');
}

/** The same for a host that is let in; refused before its token is spent. Errors: BROKER_NOT_REACHABLE. */
export function agentAddressFor(door: AgentDoor, publicUrl: string | undefined, asker: Asker): string {
  const decision = decideAgentAddress(door, publicUrl, asker);
  if ('url' in decision) return decision.url;
  throw new UserError({
    code: 'BROKER_NOT_REACHABLE',
    place: door.kind === 'external' ? 'broker.agentUrl' : 'broker.host',
    message:
      decision.fault === 'bound to this machine'
        ? `agents cannot reach the broker from outside: it listens on ${door.kind === 'embedded' ? door.bound : door.url} only`
        : 'agents would be told an address of the collector’s own machine',
    fix:
      door.kind === 'external'
        ? 'set broker.agentUrl in the collector’s config to an address that hosts reach. The token is still good'
        : 'set broker.host to 0.0.0.0 in the collector’s config, and broker.publicHost where hosts reach it by another name. The token is still good',
  });
}

/** True of a name or an address of the machine itself. */
export function isLocal(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    /^(?:127\.|::ffff:127\.)/.test(bare) ||
    bare === '::1' ||
    bare === 'localhost' ||
    bare.endsWith('.localhost')
  );
}

/** True of what a program listens on to be heard on every address. */
export function isAny(host: string): boolean {
  return ['', '0.0.0.0', '::', '[::]'].includes(host);
}

function withPort(host: string, port: number): string {
  const name = host.includes(':') && !host.startsWith('[') && host.split(':').length > 2 ? `[${host}]` : host;
  return /[^:\]]:\d+$|\]:\d+$/.test(name) ? name : `${name}:${port}`;
}
