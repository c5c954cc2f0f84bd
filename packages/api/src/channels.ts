import { z } from 'zod';
import { languageSchema } from './title.ts';

/** A way to reach people, as the collector's config has it. */
export const channelSchema = z.object({
  name: z.string(),
  /** What kind it is: `email`, `dingtalk` … */
  type: z.string(),
  /** Who on duty has it. */
  people: z.array(z.string()),
});
export type Channel = z.infer<typeof channelSchema>;
export const channelListSchema = z.object({ items: z.array(channelSchema) });

export const channelTestSchema = z.object({ language: languageSchema.default('en') });

/** How a test page ended. */
export const channelTestedSchema = z.object({
  name: z.string(),
  type: z.string(),
  outcome: z.enum(['delivered', 'retry', 'failed']),
  /** What the other side said: its status or code, and what that means. */
  detail: z.string(),
  /** How long it asks to be left alone, seconds; null where it does not. */
  retryAfterSeconds: z.number().nullable(),
});
export type ChannelTested = z.infer<typeof channelTestedSchema>;
