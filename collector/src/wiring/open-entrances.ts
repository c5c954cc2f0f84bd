import type { ChatIn } from '../chat-in/index.ts';
import type { MailIn } from '../mail-in/index.ts';
import type { Packages } from '../packages/index.ts';
import type { Rollouts } from '../rollouts/index.ts';
import { type ChatParts, openChat } from './open-chat.ts';
import { openMail } from './open-mail.ts';
import { openPackageRooms, type PackageParts } from './open-packages.ts';

/** What there is beside the console and the API: customers' mail, what people answer to pages by chat, and the agent for hosts that fetch it. */
export async function openEntrances(
  parts: ChatParts & PackageParts & { linkSecret: string },
): Promise<{ mail: MailIn; chat: ChatIn; packages: Packages; rollouts: Rollouts; stop(): Promise<void> }> {
  const mail = await openMail(parts);
  const chat = openChat(parts);
  const { packages, rollouts, stop } = await openPackageRooms(parts);
  return {
    mail,
    chat,
    packages,
    rollouts,
    async stop() {
      await Promise.all([mail.stop(), chat.stop(), stop()]);
    },
  };
}
