/** How many values a reading of this layout has. */
export function seriesCount(layout: { groups: readonly { fields: readonly unknown[] }[] }): number {
  return layout.groups.reduce((count, group) => count + group.fields.length, 0);
}
