import type { Deed } from './deed.ts';
import { deedsOfWatch } from './deeds-of-watch.ts';
import { deedsOnCases } from './deeds-on-cases.ts';
import { deedsOnDrills } from './deeds-on-drills.ts';
import { deedsOnRecords } from './deeds-on-records.ts';

/** Every deed that is killed, by its name. */
export const deeds: Readonly<Record<string, Deed>> = {
  ...deedsOnCases,
  ...deedsOnDrills,
  ...deedsOnRecords,
  ...deedsOfWatch,
};
