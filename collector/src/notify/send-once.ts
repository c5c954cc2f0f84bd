import type { Clock } from '@watchcase/runtime';
import type { PageMessage, SendResult } from '../model/index.ts';
import type { ChannelInstance } from './config.ts';
import { safePage } from './safe-page.ts';
import { strikeSecrets } from './strike-secrets.ts';

/**
 * One attempt, never longer than the channel's timeout: a channel that does not heed its signal is left behind. What it says has none of its secrets. Rejects when
 * the channel throws.
 */
export async function sendOnce(
  { channel, options }: ChannelInstance,
  page: PageMessage,
  needs: { clock: Clock; signal: AbortSignal },
): Promise<SendResult> {
  const now = needs.clock.now();
  const send = (signal: AbortSignal) => channel.send(safePage(page), options, signal, now);
  const result = await withinTime(send, { ...needs, timeoutMs: channel.capabilities.timeoutMs });
  return { ...result, detail: strikeSecrets(result.detail, options) };
}

/** One attempt of any kind, never longer than `timeoutMs`. Rejects when it throws. */
export async function withinTime(
  send: (signal: AbortSignal) => Promise<SendResult>,
  needs: { timeoutMs: number; clock: Clock; signal: AbortSignal },
): Promise<SendResult> {
  const late = new AbortController();
  const timeout = needs.clock.after(needs.timeoutMs, () => late.abort(new Error('timed out')));
  const signal = AbortSignal.any([needs.signal, late.signal]);
  const cutOff = new Promise<SendResult>((resolve) => {
    signal.addEventListener('abort', () => resolve({ outcome: 'retry', detail: 'no answer in time' }), {
      once: true,
    });
  });
  try {
    return await Promise.race([send(signal), cutOff]);
  } finally {
    timeout.cancel();
  }
}
