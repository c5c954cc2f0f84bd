import { ExpressionError, type SeriesNode } from './language/syntax.ts';
import type { Bound, SeriesIndex } from './series-index.ts';

/** One series for each name in a rule: the rule is judged once for each strand of an instance. */
export type Strand = ReadonlyMap<SeriesNode, Bound>;

/** So many strands of one instance are judged. */
const MOST = 10_000;

/** What strands are made of. */
export interface StrandNeeds {
  /** Everything the rule reads, the series that names its instances first. */
  nodes: readonly SeriesNode[];
  each: readonly string[];
  labels: Readonly<Record<string, string>>;
  index: SeriesIndex;
}

/**
 * All strands of one instance. Series that share a tag belong together only where it says the same; unless both names ask for different values of
 * it. None where some name has no series. Throws TooManyStrands.
 */
export function strandsOf({ nodes, each, labels, index }: StrandNeeds): Strand[] {
  let strands: Map<SeriesNode, Bound>[] = [new Map()];
  for (const node of nodes) {
    const choice = chooserOf(node, index.find(node, each, labels));
    strands = strands.flatMap((strand) => choice(strand).map((bound) => new Map(strand).set(node, bound)));
    if (strands.length > MOST) throw tooMany(node, strands.length);
  }
  return strands;
}

/** Gives the series of one name that go with what a strand has already. */
function chooserOf(node: SeriesNode, candidates: readonly Bound[]): (strand: Strand) => readonly Bound[] {
  const selector = selectorOf(node);
  const byTags = new Map(candidates.map((bound) => [tagsOf(bound), bound]));
  return (strand) => {
    for (const [other, bound] of strand) {
      if (selectorOf(other) === selector) return [bound];
      const same = byTags.get(tagsOf(bound));
      if (same !== undefined && other.measurement === node.measurement && !differ(other, node)) return [same];
    }
    if (candidates.length > MOST) throw tooMany(node, candidates.length);
    return fitting(node, candidates, strand);
  };
}

/** A tag may mean one thing in one measurement and another in the next: what only clashes between measurements is taken as it is. */
function fitting(node: SeriesNode, candidates: readonly Bound[], strand: Strand): readonly Bound[] {
  const own = [...strand].filter(([other]) => other.measurement === node.measurement);
  const among = candidates.filter((bound) => own.every((pair) => agree(pair, [node, bound])));
  const close = among.filter((bound) => [...strand].every((pair) => agree(pair, [node, bound])));
  return close.length > 0 ? close : among;
}

function agree([node, { tags }]: [SeriesNode, Bound], [other, bound]: [SeriesNode, Bound]): boolean {
  return Object.entries(tags).every(
    ([tag, value]) => (bound.tags[tag] ?? value) === value || asksApart(node, other, tag),
  );
}

function differ(node: SeriesNode, other: SeriesNode): boolean {
  return node.filters.some(({ tag }) => asksApart(node, other, tag));
}

/** True when both names ask for the tag, and not for the same values. */
function asksApart(node: SeriesNode, other: SeriesNode, tag: string): boolean {
  const [one, two] = [filtersOf(node, tag), filtersOf(other, tag)];
  return one !== '' && two !== '' && one !== two;
}

function filtersOf({ filters }: SeriesNode, tag: string): string {
  return filters
    .filter((filter) => filter.tag === tag)
    .map(({ op, value }) => `${op}${JSON.stringify(value)}`)
    .sort()
    .join();
}

function selectorOf(node: SeriesNode): string {
  const asked = [...new Set(node.filters.map(({ tag }) => tag))].sort();
  return `${node.measurement}.${node.field} ${asked.map((tag) => `${tag} ${filtersOf(node, tag)}`).join()}`;
}

function tagsOf({ tags }: Bound): string {
  return JSON.stringify(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** So many series of a host go together in a rule that it cannot be judged. */
export class TooManyStrands extends ExpressionError {}

function tooMany(node: SeriesNode, count: number): TooManyStrands {
  return new TooManyStrands(
    node.at,
    `${node.measurement}.${node.field} would be judged in ${count} combinations of series`,
    'name what tells them apart in "each" or in {…}',
  );
}
