import { normalizeIP } from '@fastify/rate-limit';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** Whoever has one address of IPv6 has the whole network of this many bits. */
const NETWORK_BITS = 64;

/**
 * Who asks, for counting (pure): an IPv4 address, or the /64 of an IPv6 one. A proxy may add a port to the address; what is no address at all is one client.
 */
export function clientOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  const address = isIP(ip) === 0 ? ip.replace(/^\[(.+)\](?::\d+)?$|^([^:]+):\d+$/, '$1$2') : ip;
  return isIP(address) === 0 ? 'client unknown' : `client ${normalizeIP(address, NETWORK_BITS)}`;
}
