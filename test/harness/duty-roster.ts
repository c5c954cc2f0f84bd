import type { DutyPerson } from '@watchcase/collector/notify/config.ts';
import { createRoster, type RosterSource } from '@watchcase/collector/notify/roster.ts';

/** A roster of the config's people alone, for whatever asks for one. */
export function dutyRoster(duty: readonly DutyPerson[] = []): RosterSource {
  const roster = createRoster({ duty, people: [] });
  return () => Promise.resolve(roster);
}
