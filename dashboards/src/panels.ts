import type { Column, Limits, Panel } from './contract.ts';
import type { Query, Scope } from './query.ts';
import { type Text, text } from './text.ts';

export { heads } from './heads.ts';

/** From nothing on, that is bad. */
export const anyIsBad: Limits = [
  [null, 'green'],
  [1, 'red'],
];
/** From nothing on, look when you have time. */
export const anyIsOdd: Limits = [
  [null, 'green'],
  [1, 'orange'],
];
/** Of percent in use. */
export const fullness: Limits = [
  [null, 'green'],
  [80, 'yellow'],
  [90, 'orange'],
  [95, 'red'],
];
/** Seconds that are left until something is due. */
export const remaining: Limits = [
  [null, 'red'],
  [0, 'orange'],
  [900, 'yellow'],
  [3600, 'green'],
];
/** Nothing to judge. */
export const plain: Limits = [[null, 'blue']];

/** How bad a case is, as the facts number it. */
export const ranks: Readonly<Record<number, Text>> = {
  0: text('none', '无'),
  1: text('advisory', '提示'),
  2: text('minor', '一般'),
  3: text('major', '严重'),
  4: text('critical', '紧急'),
};

/** The newest value of each series. */
export function last(from: string, field: string, scope: Scope, by: readonly string[]): Query {
  return { from, field, scope, take: 'last', by };
}

/** The newest values of all chosen series, added up. */
export function total(from: string, field: string, scope: Scope, by: readonly string[] = []): Query {
  return { from, field, scope, take: 'last', merge: 'sum', by };
}

/** What a panel may have otherwise than its kind. */
export type Look = Partial<Omit<Panel, 'kind' | 'title' | 'help' | 'columns'>>;

/** One large number. */
export function stat(title: Text, help: Text, query: Query, look: Look = {}): Panel {
  return {
    kind: 'stat',
    title,
    help,
    columns: [{ query }],
    unit: 'short',
    width: 4,
    height: 4,
    limits: plain,
    ...look,
  };
}

/** Lines over time, one for each series of the queries. */
export function lines(title: Text, help: Text, queries: readonly Query[], look: Look = {}): Panel {
  return {
    kind: 'lines',
    title,
    help,
    columns: queries.map((query) => ({ query })),
    unit: 'short',
    width: 12,
    height: 8,
    ...look,
  };
}

/** One bar for each series, the longest first. */
export function bars(title: Text, help: Text, query: Query, look: Look = {}): Panel {
  return {
    kind: 'bars',
    title,
    help,
    columns: [{ query }],
    unit: 'short',
    width: 12,
    height: 8,
    min: 0,
    limits: plain,
    ...look,
  };
}

/** How the state of several things was over time. */
export function states(title: Text, help: Text, query: Query, look: Look = {}): Panel {
  return { kind: 'states', title, help, columns: [{ query }], unit: 'short', width: 12, height: 8, ...look };
}

/** A row for each combination of tags. */
export function table(
  title: Text,
  help: Text,
  of: { rowOf: Readonly<Record<string, Text>>; columns: readonly Column[] },
  look: Look = {},
): Panel {
  return { kind: 'table', title, help, ...of, unit: 'short', width: 12, height: 8, ...look };
}

/** How many hosts have a value from `from` on and below `to`, at each moment: a fleet of any size is a few lines. */
export function hostsBetween(
  of: { from: string; field: string; where?: string; influxWhere?: string },
  bounds: { from: number; to: number },
  legend: Text,
): Query {
  const influxWhere = of.influxWhere === undefined ? '' : ` AND ${of.influxWhere}`;
  const promWhere = of.where === undefined ? '' : `, ${of.where}`;
  return {
    from: of.from,
    field: of.field,
    scope: 'site',
    take: 'mean',
    by: [],
    legend,
    raw: {
      promql: `count((${of.from}_${of.field}{$scope${promWhere}} >= ${bounds.from}) < ${bounds.to}) or vector(0)`,
      influxql: `SELECT count("each") AS "$column" FROM (SELECT mean("${of.field}") AS "each" FROM "${of.from}" WHERE $timeFilter AND $scope${influxWhere} GROUP BY time($__interval), * fill(none)) WHERE $timeFilter AND "each" >= ${bounds.from} AND "each" < ${bounds.to} GROUP BY time($__interval) fill(0)`,
    },
  };
}

/** The mean of a histogram's values within each step, in seconds. */
export function meanSeconds(histogram: string, legend: Text): Query {
  return {
    from: histogram,
    field: 'sum',
    scope: 'none',
    take: 'rate',
    by: ['instance'],
    legend,
    raw: {
      promql: `rate(${histogram}_sum[$__rate_interval]) / (rate(${histogram}_count[$__rate_interval]) > 0)`,
      influxql: `SELECT non_negative_derivative(last("sum"), 1s) / non_negative_derivative(last("count"), 1s) AS "$column" FROM "${histogram}" WHERE $timeFilter GROUP BY time($__interval), "instance" fill(none)`,
    },
  };
}
