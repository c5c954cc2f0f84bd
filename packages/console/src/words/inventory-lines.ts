/** One line of an inventory: where it is in the tree, and its value as text. */
export interface InventoryLine {
  name: string;
  text: string;
}

/** Parts of an inventory, each with its lines; the tree below a part is written out with dots. Empty values are left out. */
export function inventoryParts(
  inventory: Readonly<Record<string, unknown>>,
): { name: string; lines: InventoryLine[] }[] {
  const loose: InventoryLine[] = [];
  const parts: { name: string; lines: InventoryLine[] }[] = [];
  for (const [name, value] of Object.entries(inventory)) {
    if (isTree(value)) parts.push({ name, lines: linesOf(value, '') });
    else loose.push(...linesOf({ [name]: value }, ''));
  }
  return [{ name: '', lines: loose }, ...parts].filter((part) => part.lines.length > 0);
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function linesOf(tree: object, before: string): InventoryLine[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) => {
    const at = Array.isArray(tree) ? `${before.replace(/\.$/, '')}[${Number(name) + 1}]` : `${before}${name}`;
    if (isTree(value)) return linesOf(value, `${at}.`);
    return value === null || value === undefined || value === '' ? [] : [{ name: at, text: String(value) }];
  });
}
