import type { Layout } from '@watchcase/protocol';
import { fleetLayout, valueVariants } from '../fleet/series.ts';
import { type Break, diskAt, processesAt } from './script.ts';

/** The series whose value is the number of the reading itself: how the checker tells one from another. */
export const COUNTING_SERIES = 'erp.figure_0';
const VARIANTS = 16;

/** The layout of all simulated hosts, and the text between the brackets of a reading's values. */
export function createHostValues(intervalMs: number): {
  layout: Layout;
  textOf(breaks: readonly Break[], tick: number): string;
} {
  const layout = fleetLayout(intervalMs);
  const variants = valueVariants(layout, VARIANTS).map((text) => text.split(','));
  const names = layout.groups.flatMap(({ measurement, tags, fields }) =>
    fields.map(([field]) => `${measurement}.${field} ${tags['path'] ?? tags['process_name'] ?? ''}`.trim()),
  );
  const counting = names.indexOf(COUNTING_SERIES);
  const disk = names.indexOf('disk.used_percent /');
  const running = names.indexOf('procstat_lookup.running erp');
  return {
    layout,
    textOf(breaks, tick) {
      const values = [...(variants[Math.abs(tick) % VARIANTS] ?? [])];
      values[counting] = String(tick);
      values[disk] = String(diskAt(breaks, tick));
      values[running] = String(processesAt(breaks, tick));
      return values.join(',');
    },
  };
}
