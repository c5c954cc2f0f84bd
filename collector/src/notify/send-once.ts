import type { Clock } from '@watchcase/runtime';
import type { PageMessage, SendResult } from '../model/index.ts';
import type { ChannelInstance } from './config.ts';
import { safePage } from './safe-page.ts';

/**
 * One attempt, never longer than the channel's timeout: a channel that does not heed its signal is left behind. Rejects when the channel throws.
 */
export function sendOnce(
  { channel, options }: ChannelInstance,
  page: PageMessage,
  needs: { clock: Clock; signal: AbortSignal },
): Promise<SendResult> {
  const send = (signal: AbortSignal) => channel.send(safePage(page), options, signal);
  return withinTime(send, { ...needs, timeoutMs: channel.capabilities.timeoutMs });
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
