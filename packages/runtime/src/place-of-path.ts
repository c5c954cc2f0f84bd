import { type Document, isMap, isScalar } from 'yaml';
import type { ReadYaml } from './read-yaml.ts';

/** Where a field is, `file:line:column`, by the names and indexes that lead to it; where it is not there, what it is missing from; at last the file's name. */
export function placeOfPath(
  name: string,
  { document, place }: ReadYaml,
  path: readonly (string | number)[],
): string {
  for (let depth = path.length; depth > 0; depth--) {
    const offset = offsetOf(document, path.slice(0, depth));
    if (offset !== undefined) return place(offset);
  }
  return name;
}

function offsetOf(document: Document, path: readonly (string | number)[]): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === last);
    if (pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0];
  }
  const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
  return node?.range?.[0];
}
