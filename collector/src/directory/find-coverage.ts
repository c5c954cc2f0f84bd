import { calendarSchema, decideCoverage, serviceTime } from '@watchcase/calendar';
import { localTime } from '@watchcase/runtime';
import { hoursNamedIn } from './hours-named-in.ts';
import { type DirectoryRecord, isRetired } from './record.ts';
import type { Snapshot } from './snapshot.ts';

/** A calendar whose days run out: what it says past them is provisional. */
export interface CoverageFinding {
  calendar: string;
  because: 'ends-soon' | 'has-ended';
  /** The last date it is sure of. */
  until: string;
  /** Contracts in use that count on it. */
  contracts: number;
}

/** Calendars in use of which somebody must know at `now` that their days run out, or have (pure). */
export function findCoverage(directory: Snapshot, now: number): CoverageFinding[] {
  const contracts = directory.all('contracts').filter((one) => !isRetired(one));
  return directory
    .all('calendars')
    .filter((one) => !isRetired(one))
    .flatMap(({ id, data }) => {
      const calendar = calendarSchema.strip().parse(data);
      const { because, endsAt } = decideCoverage(serviceTime(calendar), now);
      if (endsAt === null || (because !== 'ends-soon' && because !== 'has-ended')) return [];
      const until = localTime(new Date(endsAt - 1).toISOString(), calendar.zone).slice(0, 10);
      const count = contracts.filter((one) => countsOn(directory, one, id)).length;
      return [{ calendar: id, because, until, contracts: count }];
    });
}

function countsOn(directory: Snapshot, { data }: DirectoryRecord, calendar: string): boolean {
  const policy = directory.get('policies', String(data['policy']))?.data;
  const business = data['calendar'] ?? policy?.['business'];
  const named = policy === undefined ? [] : hoursNamedIn(policy).map(({ id }) => id);
  return business === calendar || named.includes(calendar);
}
