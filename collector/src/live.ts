import type { LatestSeries } from '@watchcase/api';
import { fieldsOf, type Layout, seriesKey } from '@watchcase/protocol';
import type { HostState } from './ingest/index.ts';

type Named = Omit<LatestSeries, 'value'>;
const names = new WeakMap<Layout, readonly Named[]>();

/** A host's newest values by name, for people. */
export function liveView(host: HostState): {
  lastHeard: number | null;
  lastSample: number | null;
  series: LatestSeries[];
  refused: { reason: string; count: number; lastAt: number }[];
} {
  const series: LatestSeries[] = [];
  let lastSample: number | null = null;
  for (const { layout, time, values } of host.latest.values()) {
    lastSample = Math.max(lastSample ?? 0, time);
    for (const [i, name] of namesOf(layout).entries()) {
      const value = values[i] ?? Number.NaN;
      series.push({ ...name, value: Number.isNaN(value) ? null : value });
    }
  }
  const refused = [...host.refusals].map(([reason, told]) => ({ reason, ...told }));
  return { lastHeard: host.lastHeardAt, lastSample, series, refused };
}

function namesOf(layout: Layout): readonly Named[] {
  let list = names.get(layout);
  if (list === undefined) {
    list = fieldsOf(layout).map(({ measurement, field, tags, unit }) => ({
      key: seriesKey({ measurement, field, tags }),
      measurement,
      field,
      tags,
      unit,
    }));
    names.set(layout, list);
  }
  return list;
}
