import { z } from 'zod';

/** Services of chat by which people answer pages. */
export const chatServices = ['slack', 'telegram', 'feishu', 'dingtalk', 'wecom'] as const;
export const chatServiceSchema = z.enum(chatServices);
export type ChatService = z.infer<typeof chatServiceSchema>;

/** Who somebody is at a service of chat: its own id of them, such as U0123ABCD or 12345678. */
export const chatUserSchema = z
  .object({
    service: chatServiceSchema.describe(`One of: ${chatServices.join(', ')}`),
    user: z
      .string()
      .trim()
      .regex(/^[^\s\0]{1,200}$/u, 'expected the id of a user, as the service writes it')
      .describe('The service’s own id of the person'),
  })
  .strict();
export type ChatUser = z.infer<typeof chatUserSchema>;
