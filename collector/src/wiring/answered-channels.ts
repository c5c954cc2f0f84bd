import type { CollectorConfig } from '../config.ts';
import type { PageMessage } from '../model/index.ts';

/** Channels whose pages are answered by chat: those that a way of `replies` names, else all of its service. */
export function answeredChannels({
  channels,
  replies,
}: Pick<CollectorConfig, 'channels' | 'replies'>): ReadonlySet<string> {
  const names = replies.flatMap(({ service, channels: named }) => {
    const own = channels.filter(({ channel }) => channel.name === service.name).map(({ name }) => name);
    return named === undefined ? own : own.filter((name) => named.includes(name));
  });
  return new Set(names);
}

/** The page with words for a button, where something is left to acknowledge. */
export function withButton(page: PageMessage): PageMessage {
  return page.case.recoveredAt === null ? { ...page, reply: `ack ${page.case.number}` } : page;
}
