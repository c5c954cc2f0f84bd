import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { DEEPEST, type YamlFault } from './compose-yaml.ts';

/** A document's values count at most this many when each alias is written out. */
const MOST_VALUES = 100_000;

/** What a node comes to: its value, how many values are in it, and how deep they stand. */
interface Plain {
  value: unknown;
  count: number;
  depth: number;
}

const NOTHING: Plain = { value: null, count: 1, depth: 0 };

/** A document's plain value. Faults: a key that comes twice or is no word, an alias of nothing or of what it stands in, aliases that multiply. */
export function plainYaml(document: Document): { value: unknown } | { faults: YamlFault[] } {
  const faults: YamlFault[] = [];
  const named = new Map<string, Node>();
  const known = new Map<Node, Plain>();
  const complain = (message: string, node: unknown) => {
    faults.push({ message, offset: isNode(node) ? (node.range?.[0] ?? 0) : 0 });
    return NOTHING;
  };

  function plain(node: unknown): Plain {
    if (isAlias(node)) return written(node.source, node);
    if (!isNode(node)) return NOTHING;
    if ('anchor' in node && node.anchor !== undefined) named.set(node.anchor, node);
    const found = isMap(node) ? ofMap(node.items) : isSeq(node) ? ofList(node.items) : ofScalar(node);
    known.set(node, found);
    return found;
  }

  function written(name: string, alias: Node): Plain {
    const target = named.get(name);
    if (target === undefined) return complain(`nothing before it is named "&${name}"`, alias);
    const found = known.get(target);
    if (found === undefined)
      return complain(`the alias "*${name}" stands within what it names, which would have no end`, alias);
    if (found.count > MOST_VALUES || found.depth > DEEPEST)
      return complain(`written out, the alias "*${name}" is too much to read`, alias);
    return found;
  }

  function ofMap(items: readonly Pair[]): Plain {
    const values = new Map<string, unknown>();
    const parts: Plain[] = [];
    for (const { key, value } of items) {
      const name = plain(key);
      const part = plain(value);
      const word = wordOf(name.value);
      if (typeof name.value === 'object' && name.value !== null)
        complain('a list or a map cannot be a name', key);
      else if (values.has(word)) complain(`"${word}" is there twice`, key);
      values.set(word, part.value);
      parts.push(name, part);
    }
    return around(Object.fromEntries(values), parts);
  }

  function ofList(items: readonly unknown[]): Plain {
    const parts = items.map(plain);
    return around(
      parts.map((part) => part.value),
      parts,
    );
  }

  const whole = plain(document.contents);
  if (faults.length === 0 && (whole.count > MOST_VALUES || whole.depth > DEEPEST))
    complain('with its aliases written out it is too much to read', document.contents);
  return faults.length > 0 ? { faults } : { value: whole.value };
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}

function ofScalar(node: Node): Plain {
  return { value: isScalar(node) ? node.value : null, count: 1, depth: 0 };
}

function around(value: unknown, parts: readonly Plain[]): Plain {
  let [count, depth] = [1, 0];
  for (const part of parts) {
    count += part.count;
    depth = Math.max(depth, part.depth);
  }
  return { value, count, depth: depth + 1 };
}
