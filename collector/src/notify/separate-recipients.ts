import type { ChannelInstance, DutyPerson } from './config.ts';

/**
 * Makes of a channel that reaches several people one for each (pure), and lets everybody on duty who has it have all of them: each is then planned, tried, limited
 * and given up by itself, so that one who is refused is told of and one who was reached is not sent the same again.
 */
export function separateRecipients<T extends { channels: ChannelInstance[]; duty: DutyPerson[] }>(
  config: T,
): T & { addressable: ChannelInstance[] } {
  const parts = new Map(config.channels.map((instance) => [instance.name, partsOf(instance)]));
  return {
    ...config,
    channels: [...parts.values()].flat(),
    addressable: config.channels.filter(({ channel }) => channel.addressed !== undefined),
    duty: config.duty.map((person) => ({
      ...person,
      channels: person.channels.flatMap((name) => (parts.get(name) ?? []).map((part) => part.name)),
    })),
  };
}

function partsOf(instance: ChannelInstance): ChannelInstance[] {
  const { name, channel, options } = instance;
  const each = channel.each?.(options) ?? [];
  if (each.length < 2) return [instance];
  return each.map((part) => ({ name: `${name} ${part.name}`, channel, options: part.options }));
}
