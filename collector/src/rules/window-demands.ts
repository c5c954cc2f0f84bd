import { literal } from './language/compile.ts';
import type { Node, SeriesNode } from './language/syntax.ts';
import type { Rule } from './rule.ts';
import { passesFilters } from './series-index.ts';

/** What the rules want to look back on. */
export interface WindowDemands {
  /**
   * The longest window over a series, milliseconds; 0 when only its last two samples are wanted, undefined when no rule looks back on it. It does not
   * depend on what else a host reports: samples are kept though a rule cannot be tied at the moment.
   */
  longestMs(series: {
    measurement: string;
    field: string;
    tags: Readonly<Record<string, string>>;
  }): number | undefined;
}

/** Collects them. */
export function windowDemands(rules: readonly Rule[]): WindowDemands {
  const demands = demandsOf(rules);
  const byName = Map.groupBy(demands, ({ node }) => `${node.measurement}.${node.field}`);
  return {
    longestMs(series) {
      const wanted = (byName.get(`${series.measurement}.${series.field}`) ?? []).filter(({ node }) =>
        passesFilters(node, series.tags),
      );
      return wanted.length === 0 ? undefined : Math.max(...wanted.map(({ lengthMs }) => lengthMs));
    },
  };
}

/** The longest of all; 0 without one. */
export function longestWindowMs(rules: readonly Rule[]): number {
  return Math.max(0, ...demandsOf(rules).map(({ lengthMs }) => lengthMs));
}

/** The longest of one rule and where it stands; null without one. */
export function longestWindowOf(
  rule: Pick<Rule, 'when' | 'recover'>,
  placeOf: (path: readonly string[], at: number) => string,
): Rule['longestWindow'] {
  const [longest] = (['when', 'recover'] as const)
    .flatMap((field) => {
      const node = rule[field];
      return node === null ? [] : windowsOf(node).map((one) => ({ ...one, field }));
    })
    .toSorted((a, b) => b.lengthMs - a.lengthMs);
  if (longest === undefined) return null;
  return { ms: longest.lengthMs, place: placeOf([longest.field], longest.node.at) };
}

function demandsOf(rules: readonly Rule[]): ReturnType<typeof windowsOf> {
  return rules.flatMap(({ when, recover }) => [
    ...windowsOf(when),
    ...(recover === null ? [] : windowsOf(recover)),
  ]);
}

function windowsOf(node: Node): { node: SeriesNode; lengthMs: number }[] {
  switch (node.kind) {
    case 'call': {
      const [series, length] = node.args;
      if (series?.kind !== 'series') return node.args.flatMap(windowsOf);
      return [{ node: series, lengthMs: length?.kind === 'number' ? literal(length) * 1000 : 0 }];
    }
    case 'unary':
      return windowsOf(node.operand);
    case 'binary':
      return [...windowsOf(node.left), ...windowsOf(node.right)];
    default:
      return [];
  }
}
