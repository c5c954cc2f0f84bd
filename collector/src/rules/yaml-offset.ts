import { isMap, isNode, isScalar, isSeq } from 'yaml';
import { sourceOffset } from './source-offset.ts';

/** What of a field is pointed at: `offset` characters into its value, or its name. */
export type Spot = number | 'name';

/** Where a field is in the file's text, by the names and indexes that lead to it; where it is not there, what it is missing from. */
export function yamlOffset(
  node: unknown,
  path: readonly (string | number)[],
  spot: Spot,
  text: string,
): number {
  const [field, ...rest] = path;
  if (field !== undefined && isSeq(node)) {
    const item = node.items[Number(field)];
    return isNode(item) ? yamlOffset(item, rest, spot, text) : (node.range?.[0] ?? 0);
  }
  if (field === undefined || !isMap(node)) {
    if (isScalar(node) && spot !== 'name') return sourceOffset(node, spot, text);
    return isNode(node) ? (node.range?.[0] ?? 0) : 0;
  }
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(field));
  if (pair === undefined) return node.range?.[0] ?? 0;
  const name = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
  const inside = rest.length > 0 || (spot !== 'name' && isScalar(pair.value) && pair.value.value !== null);
  return inside ? yamlOffset(pair.value, rest, spot, text) : name;
}
