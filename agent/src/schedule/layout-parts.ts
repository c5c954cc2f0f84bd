import { LIMITS, type Unit } from '@watchcase/protocol/light';

/** Fields that share a measurement and tags. */
export interface SeriesGroup {
  measurement: string;
  tags: Record<string, string>;
  fields: ReadonlyMap<string, { unit: Unit }>;
}

/** What is around the groups in a layout's text. */
const FRAME_BYTES = 1024;

/**
 * Cuts groups, in their order, into what single layouts may hold: so many series, and so many bytes. Of what is more than `mostParts` layouts hold, whole
 * groups are left out, of the measurements that take most room.
 */
export function cutIntoParts<G extends SeriesGroup>(
  groups: readonly G[],
  mostParts: number,
): { parts: G[][]; leftOut: G[] } {
  const sized = groups.map((group) => ({ group, bytes: bytesOf(group) }));
  const all = pack(sized);
  if (all.length <= mostParts) return { parts: all, leftOut: [] };
  const room = new Map<string, number>();
  for (const { group, bytes } of sized)
    room.set(group.measurement, (room.get(group.measurement) ?? 0) + bytes);
  const byRoom = sized.toSorted(
    (a, b) => (room.get(a.group.measurement) ?? 0) - (room.get(b.group.measurement) ?? 0),
  );
  const kept = new Set(pack(byRoom).slice(0, mostParts).flat());
  const parts = pack(sized.filter(({ group }) => kept.has(group))).slice(0, mostParts);
  const placed = new Set(parts.flat());
  return { parts, leftOut: groups.filter((group) => !placed.has(group)) };
}

/** As much as a group takes in a layout's text. */
function bytesOf({ measurement, tags, fields }: SeriesGroup): number {
  const text = JSON.stringify({
    measurement,
    tags,
    fields: [...fields].map(([name, { unit }]) => [name, unit]),
  });
  return Buffer.byteLength(text) + 1;
}

function pack<G extends SeriesGroup>(sized: readonly { group: G; bytes: number }[]): G[][] {
  const parts: G[][] = [];
  let left = { series: 0, bytes: 0 };
  for (const { group, bytes } of sized) {
    if (parts.length === 0 || left.series < group.fields.size || left.bytes < bytes) {
      parts.push([]);
      left = { series: LIMITS.layoutSeries, bytes: LIMITS.messageBytes - FRAME_BYTES };
    }
    parts.at(-1)?.push(group);
    left = { series: left.series - group.fields.size, bytes: left.bytes - bytes };
  }
  return parts;
}
