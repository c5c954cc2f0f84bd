import { z } from 'zod';

/** The outside of every request. */
export const envelopeSchema = z.object({ encrypt: z.string().min(1) });

/** Feishu asks whether we are who we are. */
export const challengeSchema = z.object({
  type: z.literal('url_verification'),
  challenge: z.string().max(1000),
  token: z.string(),
});

const header = (type: string) =>
  z.object({ event_id: z.string().min(1), event_type: z.literal(type), token: z.string() });

/** Somebody wrote something. */
export const messageSchema = z.object({
  header: header('im.message.receive_v1'),
  event: z.object({
    sender: z.object({
      sender_type: z.string().default('user'),
      sender_id: z.object({ open_id: z.string().min(1) }),
    }),
    message: z.object({
      message_id: z.string().min(1),
      parent_id: z.string().optional(),
      chat_type: z.string(),
      message_type: z.string(),
      content: z.string(),
      mentions: z.array(z.object({ key: z.string() })).optional(),
    }),
  }),
});

/** Somebody pressed a button of a card. */
export const pressSchema = z.object({
  header: header('card.action.trigger'),
  event: z.object({
    operator: z.object({ open_id: z.string().min(1) }),
    action: z.object({ value: z.object({ command: z.string() }) }),
  }),
});

/** Anything else that an app hears of. */
export const otherSchema = z.object({ header: z.object({ event_id: z.string(), token: z.string() }) });

/** The content of a message of words. */
export const textSchema = z.object({ text: z.string() });
