import { z } from 'zod';

/** Somebody pressed a button. */
export const pressSchema = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().min(1) }),
  response_url: z.url(),
  actions: z.array(z.object({ value: z.string(), action_ts: z.string().min(1) })).min(1),
});

/** Somebody wrote a slash command. */
export const commandSchema = z.object({
  command: z.string().startsWith('/'),
  text: z.string().default(''),
  user_id: z.string().min(1),
  trigger_id: z.string().min(1),
});

/** Something happened in a channel; or Slack asks whether we are who we are. */
export const eventSchema = z.object({
  type: z.string(),
  challenge: z.string().max(1000).optional(),
  event: z
    .object({
      type: z.string(),
      subtype: z.string().optional(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
      channel: z.string().default(''),
      channel_type: z.string().optional(),
      ts: z.string().default(''),
      thread_ts: z.string().optional(),
      text: z.string().default(''),
    })
    .optional(),
});
