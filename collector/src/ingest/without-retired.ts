import type { Layout, Reading } from '@watchcase/protocol';
import type { HostState } from './host-state.ts';

/** What agents report of runs of backup jobs. */
const MEASUREMENT = 'backup_run';

/** The reading without what its agent still says of backup jobs that nobody makes any more: their alerts stand still. Nearly always the reading as it came. */
export function withoutRetired(host: HostState, reading: Reading, { groups }: Layout): Reading {
  if (host.retiredJobs.size === 0) return reading;
  const isRetired = groups.flatMap(({ measurement, tags, fields }) => {
    const { job } = tags;
    const retired = measurement === MEASUREMENT && job !== undefined && host.retiredJobs.has(job);
    return fields.map(() => retired);
  });
  return { ...reading, values: reading.values.map((value, at) => (isRetired[at] === true ? null : value)) };
}
