import type { Clock, Log } from '@watchcase/runtime';
import type { CollectorConfig } from '../config.ts';
import type { HttpRooms } from '../http/index.ts';
import { addressFault, createMethodCodes, type RosterSource, verifiedReader } from '../notify/index.ts';
import type { Store } from '../store/index.ts';

/** People's own addresses, for whoever asks over HTTP. */
export function contactMethods(
  { addressable }: { addressable: Readonly<CollectorConfig['addressable']> },
  needs: { store: Store; rosterOf: RosterSource; linkSecret: string; clock: Clock; log: Log },
): HttpRooms['methods'] {
  const { store, rosterOf, linkSecret: secret, clock, log } = needs;
  const readVerified = verifiedReader();
  const codes = createMethodCodes({ store, addressable, secret, clock, log });
  return {
    channels: () => addressable.map(({ name, channel }) => ({ name, type: channel.name })),
    faultOf(channel, address) {
      const instance = addressable.find(({ name }) => name === channel);
      return instance === undefined ? undefined : addressFault(instance, address);
    },
    async known() {
      const isVerified = await readVerified(store.db);
      const roster = await rosterOf(store.db);
      const page = { severity: 'critical', reason: 'opened', at: clock.now() } as const;
      return {
        isVerified,
        isReached: (person) => roster.waysOf(person, page).length > 0,
        hasPersonalChannels: addressable.length > 0,
      };
    },
    sendCode: codes.send,
    check: codes.check,
  };
}
