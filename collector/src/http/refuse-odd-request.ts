import { UserError } from '@watchcase/runtime';
import type { FastifyRequest } from 'fastify';

/** Refuses what no honest client sends, before anything is made of it. Rejects with REQUEST_INVALID (UserError). */
export async function refuseOddRequest({ url, raw }: FastifyRequest): Promise<void> {
  // No name of ours has one, and PostgreSQL refuses texts with it.
  if (url.includes('%00')) throw invalid('address', 'the address has a zero byte in it');
  const hosts = raw.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length;
  // Two parties that each believe another one are how requests are smuggled (RFC 9112 §3.2).
  if (hosts > 1 || (hosts === 0 && raw.httpVersion === '1.1'))
    throw invalid('host', `the request has ${hosts} headers "host", and must have one`);
}

function invalid(place: string, message: string): UserError {
  return new UserError({ code: 'REQUEST_INVALID', place, message });
}
