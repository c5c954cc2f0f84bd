import type { ChannelInstance } from './config.ts';

/** A channel as it reaches one address (pure), or why it does not. */
export function addressed(instance: ChannelInstance, address: string): ChannelInstance | { fault: string } {
  const fault = addressFault(instance, address);
  if (fault !== undefined) return { fault };
  const { channel, options } = instance;
  return { ...instance, options: channel.addressed?.(options, address) };
}

/** Why a channel does not reach an address (pure); undefined when it does. */
export function addressFault({ name, channel }: ChannelInstance, address: string): string | undefined {
  if (channel.addresses === undefined || channel.addressed === undefined)
    return `the channel "${name}" reaches nobody at an address of their own`;
  const parsed = channel.addresses.safeParse(address);
  return parsed.success
    ? undefined
    : `the address ${parsed.error.issues[0]?.message ?? 'is not one of this channel'}`;
}
