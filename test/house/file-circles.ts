import { importsOf, targetOf } from './imports.ts';
import type { TextFile } from './tree.ts';

/** Circles of files that import each other, of types only too: each as the paths of its files, in order. A file that imports itself is one. */
export function fileCircles(files: readonly TextFile[]): string[][] {
  const names = new Map(files.map(({ path }) => [withoutExtension(path), path]));
  const imports = new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(text).flatMap(({ specifier }) => names.get(targetOf(path, specifier) ?? '') ?? []),
    ]),
  );
  return strongParts(imports).filter(
    ([first = '', ...others]) => others.length > 0 || imports.get(first)?.includes(first),
  );
}

function withoutExtension(path: string): string {
  return path.replace(/\.tsx?$/, '');
}

/** Tarjan's strongly connected components, each sorted. */
function strongParts(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const parts: string[][] = [];

  function reach(from: string, to: string): void {
    if (!order.has(to)) visit(to);
    else if (!isOpen.has(to)) return;
    lowest.set(from, Math.min(lowest.get(from) ?? 0, lowest.get(to) ?? 0));
  }

  function visit(node: string): void {
    order.set(node, order.size);
    lowest.set(node, order.size - 1);
    open.push(node);
    isOpen.add(node);
    for (const to of edges.get(node) ?? []) reach(node, to);
    if (lowest.get(node) !== order.get(node)) return;
    const part = open.splice(open.indexOf(node));
    for (const one of part) isOpen.delete(one);
    parts.push(part.toSorted());
  }

  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return parts;
}
