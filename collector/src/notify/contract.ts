import type { z } from 'zod';
import type { PageMessage, SendResult } from '../model/index.ts';

/** What a channel can promise; the caller keeps to it. */
export interface ChannelCapabilities {
  /** After an attempt whose end is unknown (a crash), the same page is not sent again for this long. Milliseconds. */
  idempotencyWindowMs: number;
  /** An attempt that takes longer is a `retry`. Milliseconds. */
  timeoutMs: number;
  /** Most messages a minute the other side takes; null = no limit known. */
  perMinute: number | null;
  /** A person reads it, and can be told of several cases in one message: of so many at most. Absent where a program reads it, or each case is a thing of its own there. */
  mostCases?: number;
  /** It rings for a person: nobody gets more than so many an hour by it as the config allows. */
  ringsPeople?: true;
  /** The other side keeps an incident for each case, which ends with the case whoever has resolved it. */
  keepsIncidents?: true;
}

/** One way to reach people: a folder under notify/channels/, found by its `index.ts`. */
export interface Channel<S extends z.ZodType = z.ZodType> {
  name: string;
  options: S;
  capabilities: ChannelCapabilities;
  /**
   * Where one set of options reaches several people: a set for each, with a name that tells them apart. Each is a channel of its own then, so that one who is
   * refused is tried again and told of by itself.
   */
  each?(options: z.output<S>): readonly { name: string; options: z.output<S> }[];
  /**
   * What an address of one person is by this channel, where it can reach people one by one; `addressed` gives the settings with that address in place of the one
   * they name. A channel has both or neither.
   */
  addresses?: z.ZodType<string>;
  addressed?(options: z.output<S>, address: string): z.output<S>;
  /**
   * Sends once. Never retries, never throws for what the other side did: says delivered, retry or failed. `now`, Unix milliseconds, is for signatures that have
   * the time in them.
   */
  send(page: PageMessage, options: z.output<S>, signal: AbortSignal, now: number): Promise<SendResult>;
}

/** Gives a channel its types. */
export function defineChannel<S extends z.ZodType>(channel: Channel<S>): Channel<S> {
  return channel;
}
