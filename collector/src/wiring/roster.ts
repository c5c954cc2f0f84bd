import type { CollectorConfig } from '../config.ts';
import { type Directory, isRetired, type Snapshot } from '../directory/index.ts';
import {
  createRoster,
  type IsVerified,
  type Roster,
  type RosterParts,
  type RosterSource,
  verifiedReader,
} from '../notify/index.ts';

type Config = { readonly [K in 'duty' | 'channels' | 'addressable']: Readonly<CollectorConfig[K]> };

/** Everybody who can be paged, made ready once for each snapshot of the directory and each address that was verified. */
export function rosterOver(config: Config, directory: Directory): RosterSource {
  const readVerified = verifiedReader();
  const channels = channelsOf(config);
  let known: { snapshot: Snapshot; isVerified: IsVerified; roster: Roster } | undefined;
  return async (db) => {
    const snapshot = await directory.current(db);
    const isVerified = await readVerified(db);
    if (known?.snapshot !== snapshot || known.isVerified !== isVerified) {
      const roster = createRoster({ duty: config.duty, people: peopleOf(snapshot), channels, isVerified });
      known = { snapshot, isVerified, roster };
    }
    return known.roster;
  };
}

/** The channels of the config; true of those that reach people at addresses of their own. */
function channelsOf({ channels, addressable }: Config): ReadonlyMap<string, boolean> {
  return new Map([
    ...channels.map(({ name }) => [name, false] as const),
    ...addressable.map(({ name }) => [name, true] as const),
  ]);
}

function peopleOf(snapshot: Snapshot): RosterParts['people'] {
  return snapshot
    .all('people')
    .filter((one) => !isRetired(one))
    .map(({ data }) => data as unknown as RosterParts['people'][number]);
}
