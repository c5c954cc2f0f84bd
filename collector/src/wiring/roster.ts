import type { PersonRecord } from '@watchcase/api';
import type { CollectorConfig } from '../config.ts';
import { type Directory, isRetired, type Snapshot } from '../directory/index.ts';
import { createRoster, type Roster, type RosterSource } from '../notify/index.ts';

/** Everybody who can be paged, made ready once for each snapshot of the directory. */
export function rosterOver({ duty }: Pick<CollectorConfig, 'duty'>, directory: Directory): RosterSource {
  const known = new WeakMap<Snapshot, Roster>();
  return async (db) => {
    const snapshot = await directory.current(db);
    let roster = known.get(snapshot);
    if (roster === undefined) {
      roster = createRoster({ duty, people: peopleOf(snapshot) });
      known.set(snapshot, roster);
    }
    return roster;
  };
}

function peopleOf(snapshot: Snapshot): PersonRecord[] {
  return snapshot
    .all('people')
    .filter((one) => !isRetired(one))
    .map(({ data }) => data as unknown as PersonRecord);
}
