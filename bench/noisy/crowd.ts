import { type Layout, layoutId } from '@watchcase/protocol';

/** Disks of the noisy host. */
const DISKS = 2400;
/** Its parts, each of which has a case of its own. */
const PARTS = 1500;

/** What it reports of its disks, and of its parts: one message may not be larger than the wire allows. */
export const disksLayout: Layout = withId({
  stream: '15s',
  intervalMs: 15_000,
  groups: Array.from({ length: DISKS }, (_, number) => ({
    measurement: 'disk',
    tags: { path: `/srv/${number}` },
    fields: [['used_percent', 'percent'] as [string, 'percent']],
  })),
});
export const partsLayout: Layout = withId({
  stream: 'parts',
  intervalMs: 15_000,
  groups: Array.from({ length: PARTS }, (_, number) => ({
    measurement: 'part',
    tags: { name: `part-${number}` },
    fields: [['failed', 'none'] as [string, 'none']],
  })),
});

/** One value: a host that is well. */
export const quietLayout: Layout = withId({
  stream: '15s',
  intervalMs: 15_000,
  groups: [{ measurement: 'disk', tags: { path: '/' }, fields: [['used_percent', 'percent']] }],
});

/** A case for each part. */
export const partsPack = `
pack: parts
rules:
  - id: failed
    title: "{name} of {host} has failed"
    each: [name]
    when: part.failed > 0
    severity: major
    category: hardware
    group: "{host} {name}"
`;

/** Values of the disks: how full each of them is. */
export function disksValues(usedPercent: number): number[] {
  return Array.from({ length: DISKS }, () => usedPercent);
}

/** Values of the parts: whether each of them has failed. */
export function partsValues(failed: boolean): number[] {
  return Array.from({ length: PARTS }, () => (failed ? 1 : 0));
}

function withId(content: Omit<Layout, 'id'>): Layout {
  return { id: layoutId(content), ...content };
}
