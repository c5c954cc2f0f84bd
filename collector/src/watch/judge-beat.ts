import type { SendResult } from '../model/index.ts';
import type { HeartbeatStyle } from './config.ts';

/** What the other side answered. */
export interface BeatAnswer {
  status: number;
  text: string;
}

/**
 * Whether a heartbeat was taken (pure). Healthchecks answers 200 also to what it does not take, and says so in the body: `OK (not found)`, `OK (rate limited)`. Uptime
 * Kuma says `"ok": true` in a JSON object.
 */
export function judgeBeat(style: HeartbeatStyle, { status, text }: BeatAnswer): SendResult {
  if (status === 408 || status === 429 || status >= 500)
    return { outcome: 'retry', detail: `answered ${status}` };
  if (status < 200 || status > 299) return { outcome: 'failed', detail: `answered ${status}` };
  if (style === 'healthchecks') return judgeHealthchecks(text.trim());
  if (style === 'uptime-kuma') return judgeKuma(text);
  return { outcome: 'delivered', detail: `answered ${status}` };
}

function judgeHealthchecks(text: string): SendResult {
  if (/^OK \(rate limited\)/i.test(text)) return { outcome: 'failed', detail: 'rate limited: not counted' };
  if (/^OK \(not found\)/i.test(text)) return { outcome: 'failed', detail: 'no check has this address' };
  return /^OK\b/i.test(text)
    ? { outcome: 'delivered', detail: 'OK' }
    : { outcome: 'failed', detail: 'the answer is not that of Healthchecks' };
}

function judgeKuma(text: string): SendResult {
  try {
    const { ok } = JSON.parse(text) as { ok?: unknown };
    if (ok === true) return { outcome: 'delivered', detail: 'ok' };
  } catch {
    return { outcome: 'failed', detail: 'the answer is not that of Uptime Kuma' };
  }
  return {
    outcome: 'failed',
    detail: 'Uptime Kuma does not know this push address, or its monitor is paused',
  };
}
