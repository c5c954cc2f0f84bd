import { bytesText } from './quantity.ts';

/** One line of an inventory: what it is, and its value as text. */
interface InventoryLine {
  name: string;
  text: string;
}

/** A part of an inventory; values that belong to no part are in the part without a name. */
export interface InventoryPart {
  name: string;
  lines: InventoryLine[];
}

/**
 * An inventory as lines to read: a tree below a part with dots (`os.release`), each thing of a list (a disk, say) in one line of its own. Numbers whose name
 * ends in `Bytes` are in binary units; what is empty is left out.
 */
export function inventoryParts(inventory: Readonly<Record<string, unknown>>): InventoryPart[] {
  const loose: InventoryLine[] = [];
  const parts: InventoryPart[] = [];
  for (const [name, value] of Object.entries(inventory)) {
    if (Array.isArray(value)) parts.push({ name, lines: value.map(thing) });
    else if (isTree(value)) parts.push({ name, lines: linesOf(value, '') });
    else loose.push(...linesOf({ [name]: value }, ''));
  }
  return [{ name: '', lines: loose }, ...parts].filter((part) => part.lines.length > 0);
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** One thing of a list: its first value names it, the others follow. */
function thing(value: unknown): InventoryLine {
  const [first, ...rest] = linesOf(isTree(value) ? value : { value }, '');
  return { name: first?.text ?? '', text: rest.map((line) => line.text).join(' · ') };
}

function linesOf(tree: object, before: string): InventoryLine[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) => {
    const at = `${before}${name}`;
    if (isTree(value)) return linesOf(value, `${at}.`);
    if (value === null || value === undefined || value === '') return [];
    return [{ name: at.replace(/Bytes$/, ''), text: textOf(name, value as string | number | boolean) }];
  });
}

function textOf(name: string, value: string | number | boolean): string {
  return typeof value === 'number' && name.endsWith('Bytes') ? bytesText(value) : String(value);
}
