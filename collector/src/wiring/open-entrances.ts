import type { ChatIn } from '../chat-in/index.ts';
import type { MailIn } from '../mail-in/index.ts';
import { type ChatParts, openChat } from './open-chat.ts';
import { openMail } from './open-mail.ts';

/** Ways in beside the console and the API: customers' mail, and what people answer to pages by chat. */
export async function openEntrances(parts: ChatParts & { linkSecret: string }): Promise<{
  mail: MailIn;
  chat: ChatIn;
  stop(): Promise<void>;
}> {
  const mail = await openMail(parts);
  const chat = openChat(parts);
  return {
    mail,
    chat,
    async stop() {
      await Promise.all([mail.stop(), chat.stop()]);
    },
  };
}
