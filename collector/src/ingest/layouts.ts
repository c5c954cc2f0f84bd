import { type Layout, layoutId, layoutSchema, seriesCount, SLOW_DOWN_SERIES } from '@watchcase/protocol';
import type { HostState } from './host-state.ts';

/** A layout while some host uses it, or did not long ago. */
export interface KnownLayout {
  readonly layout: Layout;
  /** How many values its readings have. */
  readonly count: number;
  /** True of one that takes a name of the collector's own: its readings are passed over. */
  readonly reserved: boolean;
  /** Which of its values says what its hosts were told of slowing down; undefined where they cannot be told. */
  readonly slowDownAt: number | undefined;
  /** The payload that was found good: hosts of one shape send the same text. */
  text: string | undefined;
  /** Arrival of the last message that named it, Unix milliseconds. */
  usedAt: number;
}

/** Layouts by id. */
export type KnownLayouts = Map<string, KnownLayout>;

/** Stream and measurement of what the collector itself says about a host. */
export const OWN_STREAM = 'presence';
export const OWN_MEASUREMENT = 'watchcase_host';

/** A layout that no host has in use is known for this long: backlog may still name it, and whoever brings it may not have used it yet. */
const KEEP_MS = 3_600_000;

/** A layout nobody has used yet. */
export function knownLayout(layout: Layout): KnownLayout {
  return {
    layout,
    count: seriesCount(layout),
    reserved:
      layout.stream === OWN_STREAM ||
      layout.groups.some(({ measurement }) => measurement === OWN_MEASUREMENT),
    slowDownAt: placeOf(layout, SLOW_DOWN_SERIES),
    text: undefined,
    usedAt: 0,
  };
}

function placeOf({ groups }: Layout, series: { measurement: string; field: string }): number | undefined {
  const all = groups.flatMap(({ measurement, fields }) =>
    fields.map(([field]) => measurement === series.measurement && field === series.field),
  );
  const at = all.indexOf(true);
  return at === -1 ? undefined : at;
}

/** The layout in a payload; undefined when it is none, or its id is not the hash of its content: no host can rename another's series. */
export function parseLayout(payload: string): Layout | undefined {
  try {
    const layout = layoutSchema.safeParse(JSON.parse(payload)).data;
    return layout !== undefined && layoutId(layout) === layout.id ? layout : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets what no host uses: an agent that comes back with it is asked for it. */
export function forgetUnused(layouts: KnownLayouts, hosts: Iterable<HostState>, now: number): void {
  const used = new Set<string>();
  for (const host of hosts) for (const id of host.streams.values()) used.add(id);
  for (const [id, { usedAt }] of layouts)
    if (!used.has(id) && Math.abs(now - usedAt) >= KEEP_MS) layouts.delete(id);
}
