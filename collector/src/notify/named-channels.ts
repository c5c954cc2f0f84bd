import { addressed } from './addressed.ts';
import type { ChannelInstance } from './config.ts';
import type { ChannelCapabilities } from './contract.ts';

/** What stands under one name in the config: as the people of duty have it, and as it reaches addresses of people; one of the two at least. */
export interface NamedChannel {
  name: string;
  capabilities: ChannelCapabilities;
  plain: ChannelInstance | undefined;
  personal: ChannelInstance | undefined;
}

/** Both lists by name (pure): one that reaches several recipients is a channel for each of them, and one by its own name for addresses. */
export function namedChannels(
  channels: readonly ChannelInstance[],
  addressable: readonly ChannelInstance[] = [],
): NamedChannel[] {
  const named = (list: readonly ChannelInstance[], name: string) => list.find((one) => one.name === name);
  const first = new Map([...addressable, ...channels].map((one) => [one.name, one]));
  return [...first.values()].map(({ name, channel: { capabilities } }) => {
    const plain = named(channels, name);
    return { name, capabilities, plain, personal: named(addressable, name) ?? plain };
  });
}

/** The channel as a page goes by it (pure), or why it does not. */
export function instanceFor(
  { name, plain, personal }: NamedChannel,
  address: string | null,
): ChannelInstance | { fault: string } {
  const found = address === null ? plain : personal;
  if (found === undefined) return { fault: noChannel(name) };
  return address === null ? found : addressed(found, address);
}

/** What is said of a page by a channel that the config does not have. */
export function noChannel(name: string): string {
  return `there is no channel "${name}" any more`;
}
