import { type PageMessage, SYNTHETIC } from '../model/index.ts';
import { type ChannelInstance, defineChannel } from '../notify/index.ts';
import { z } from 'zod';

/** The channel by which synthetic alerts are paged: the collector itself receives them. */
export interface TestPost {
  readonly channel: ChannelInstance;
  /** Whoever waits for pages hears each; one listens at a time. */
  onPage(hear: (page: PageMessage) => void): void;
}

/** Nobody listens yet: a page of an earlier alert, found again after a crash, is delivered to nobody. */
export function createTestPost(): TestPost {
  let hear: (page: PageMessage) => void = () => undefined;
  const channel = defineChannel({
    name: 'synthetic',
    options: z.strictObject({}),
    capabilities: { idempotencyWindowMs: 1000, timeoutMs: 5000, perMinute: null },
    send(page) {
      hear(page);
      return Promise.resolve({ outcome: 'delivered' as const, detail: 'received' });
    },
  });
  return {
    channel: { name: SYNTHETIC.channel, channel, options: {} },
    onPage(next) {
      hear = next;
    },
  };
}
