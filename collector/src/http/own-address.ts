import { networkInterfaces } from 'node:os';
import type { FastifyRequest } from 'fastify';
import { type Asker, isAny, isLocal } from './agent-address.ts';
import type { HttpRooms, Listening } from './rooms.ts';

/** Who asks, and by which name they came. */
export function askerOf(request: FastifyRequest): Asker {
  const { headers } = request;
  const forwarded = headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined;
  return { host: nameOf(request.host), ip: request.ip, forwarded, secure: request.protocol === 'https' };
}

/**
 * Where hosts find this console: as configured, else by the name that the request came by. Somebody on the collector's own machine came by a name that leads nowhere from
 * elsewhere: the machine's address in the network stands for it, where there is one and it is listened on.
 */
export function ownUrl(
  rooms: Pick<HttpRooms, 'configuredUrl' | 'listening'>,
  request: FastifyRequest,
): string {
  if (rooms.configuredUrl !== undefined) return rooms.configuredUrl;
  const name = nameOf(request.host);
  const at = rooms.listening();
  const usable = name !== '' && !isLocal(name) && !isAny(name);
  const own = usable ? undefined : networkUrl(at);
  if (own !== undefined) return own;
  return name === '' ? `http://127.0.0.1:${at.port}` : `${request.protocol}://${request.host}`;
}

/** Where others reach what listens on `bound`, over TLS where it is `secure`; undefined where only this machine does, or it is in no network. */
export function networkUrl({ bound, port, secure }: Listening): string | undefined {
  const own = isLocal(bound) ? undefined : isAny(bound) ? networkAddress() : bound;
  if (own === undefined) return undefined;
  return `${secure ? 'https' : 'http'}://${own.includes(':') ? `[${own}]` : own}:${port}`;
}

/** The first address of this machine in a network; undefined when it has none. */
function networkAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
}

/** The name in a Host header; empty for none, or for what is no name. */
function nameOf(host: string): string {
  const url = `http://${host}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(url) ? new URL(url).hostname : '';
}
