import type { ServiceRequest } from '../notify/index.ts';
import type { HeartbeatConfig } from './config.ts';

/** What is told to the other side. */
export interface Beat {
  kind: 'start' | 'success' | 'fail';
  /** One line: that all is well, or what is not. */
  text: string;
  /** How long the synthetic alert took, milliseconds; null when it has not arrived. */
  tookMs: number | null;
}

/**
 * The request that tells it in the other side's own form (pure); undefined where it has none for that. A plain address is told nothing but that all is well: that
 * nothing comes is its alarm.
 */
export function beatRequest(config: HeartbeatConfig, beat: Beat): ServiceRequest | undefined {
  const url = config.url.reveal();
  if (config.style === 'healthchecks') return healthchecks(url, beat);
  if (config.style === 'uptime-kuma') return uptimeKuma(url, beat);
  if (beat.kind !== 'success') return undefined;
  const { body } = config;
  const method = config.method ?? (body === undefined ? 'GET' : 'POST');
  return { url, method, ...(body === undefined ? {} : { body }) };
}

/** The ping's address, with what has happened behind it; the body is kept with the ping and shown. */
function healthchecks(text: string, { kind, text: body }: Beat): ServiceRequest {
  const url = new URL(text);
  if (kind !== 'success') url.pathname = `${url.pathname.replace(/\/$/, '')}/${kind}`;
  return { url, method: 'POST', body };
}

function uptimeKuma(text: string, { kind, text: msg, tookMs }: Beat): ServiceRequest | undefined {
  if (kind === 'start') return undefined;
  const url = new URL(text);
  url.searchParams.set('status', kind === 'success' ? 'up' : 'down');
  url.searchParams.set('msg', msg);
  url.searchParams.set('ping', tookMs === null ? '' : String(tookMs));
  return { url, method: 'GET' };
}
