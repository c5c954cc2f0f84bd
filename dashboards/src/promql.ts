import { type Form, type Query, tagsOfScope } from './query.ts';

/** The query in PromQL, as Prometheus and VictoriaMetrics take it, with Grafana's variables in it. */
export function promql(query: Query, form: Form): string {
  if (query.raw !== undefined) return query.raw.promql.replaceAll('$scope', filters({ ...query, where: {} }));
  const taken = take(query, form);
  const merged = query.merge === undefined ? taken : `${merge(query)} (${taken})`;
  const scaled = query.times === undefined ? merged : `${merged} * ${query.times}`;
  const moved = query.plus === undefined ? scaled : `${scaled} + ${query.plus}`;
  const compared =
    query.above !== undefined
      ? `${moved} > ${query.above}`
      : query.below !== undefined
        ? `${moved} < ${query.below}`
        : moved;
  if (query.top !== undefined) return `topk(${query.top}, ${compared})`;
  return query.bottom === undefined ? compared : `bottomk(${query.bottom}, ${compared})`;
}

function take(query: Query, form: Form): string {
  const series = `${query.from}_${query.field}{${filters(query)}}`;
  const window = form === 'range' ? '$__rate_interval' : '$__range';
  const { take } = query;
  if (take === 'last') return series;
  if (take === 'rate' || take === 'increase') return `${take}(${series}[${window}])`;
  return `${take === 'mean' ? 'avg' : take}_over_time(${series}[${window}])`;
}

function merge({ merge, by }: Query): string {
  const word = merge === 'mean' ? 'avg' : merge;
  return by.length === 0 ? String(word) : `${word} by (${by.join(', ')})`;
}

/** What the variables of a scope choose, between the braces of a selector. */
export function promqlScope(tags: readonly string[]): string {
  return tags.map((tag) => `${tag}=~"$${tag}"`).join(', ');
}

function filters({ scope, where = {} }: Query): string {
  const chosen = tagsOfScope(scope);
  return [
    ...(chosen.length === 0 ? [] : [promqlScope(chosen)]),
    ...Object.entries(where).map(([tag, value]) => {
      if (value.startsWith('!')) return `${tag}!="${value.slice(1)}"`;
      return value.startsWith('~') ? `${tag}=~"${value.slice(1)}"` : `${tag}="${value}"`;
    }),
  ].join(', ');
}
