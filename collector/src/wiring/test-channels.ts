import type { Clock, Log } from '@watchcase/runtime';
import type { CollectorConfig } from '../config.ts';
import type { HttpRooms } from '../http/index.ts';
import { tryChannel } from '../notify/index.ts';

/** The channels of the config for whoever tries them out. */
export function testableChannels(
  { channels, duty }: CollectorConfig,
  needs: { clock: Clock; log: Log },
): HttpRooms['channels'] {
  return {
    list: () =>
      channels.map(({ name, channel }) => ({
        name,
        type: channel.name,
        people: duty.filter((person) => person.channels.includes(name)).map((person) => person.name),
      })),
    async test(name, trial) {
      const instance = channels.find((one) => one.name === name);
      if (instance === undefined)
        return { outcome: 'failed', detail: `there is no channel "${name}" any more` };
      return tryChannel(instance, trial, needs);
    },
  };
}
