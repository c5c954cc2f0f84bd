import type { Clock } from '@watchcase/runtime';
import type { PageMessage, SendResult } from '../model/index.ts';
import type { ChannelInstance } from './config.ts';
import { safePage } from './safe-page.ts';

/**
 * One attempt, never longer than the channel's timeout: a channel that does not heed its signal is left behind. Rejects when the channel throws.
 */
export async function sendOnce(
  instance: ChannelInstance,
  page: PageMessage,
  needs: { clock: Clock; signal: AbortSignal },
): Promise<SendResult> {
  const { channel, options } = instance;
  const late = new AbortController();
  const timeout = needs.clock.after(channel.capabilities.timeoutMs, () => late.abort(new Error('timed out')));
  const signal = AbortSignal.any([needs.signal, late.signal]);
  const cutOff = new Promise<SendResult>((resolve) => {
    signal.addEventListener('abort', () => resolve({ outcome: 'retry', detail: 'no answer in time' }), {
      once: true,
    });
  });
  try {
    return await Promise.race([channel.send(safePage(page), options, signal), cutOff]);
  } finally {
    timeout.cancel();
  }
}
