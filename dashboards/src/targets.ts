import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import type { Column, Panel } from './contract.ts';
import { influxql } from './influxql.ts';
import { DATASOURCE, type DashboardSet } from './places.ts';
import { promql } from './promql.ts';
import { isFact, type Form, type Query } from './query.ts';
import { textIn } from './text.ts';

/** How the answer is to come: as lines, as one number for each series, or as rows of a table. */
export type Shape = 'lines' | 'numbers' | 'rows';

/** The shape a panel needs; the longest bars are found by the database, which only rows can say in both languages. */
export function shapeOf({ kind, columns }: Panel): Shape {
  if (kind === 'lines' || kind === 'states') return 'lines';
  const isBest = columns.some(({ query }) => (query.top ?? query.bottom) !== undefined);
  return kind === 'table' || (kind === 'bars' && isBest) ? 'rows' : 'numbers';
}

/** The name of a panel's n-th query. */
export function refOf(index: number): string {
  return String.fromCodePoint(65 + index);
}

/** What a panel asks of the database. */
export function targetsOf(panel: Panel, set: DashboardSet): Builder<Dataquery>[] {
  const shape = shapeOf(panel);
  return panel.columns.map((column, index) =>
    target(asked(column, panel), { ref: refOf(index), shape, set }),
  );
}

/** The rows of a table are told apart by its tags and nothing else. */
function asked({ query }: Column, { kind, rowOf }: Panel): Query {
  if (kind !== 'table' || rowOf === undefined || query.raw !== undefined) return query;
  return { ...query, merge: query.merge ?? 'max', by: Object.keys(rowOf) };
}

function target(
  query: Query,
  { ref, shape, set }: { ref: string; shape: Shape; set: DashboardSet },
): Builder<Dataquery> {
  const form: Form = shape === 'lines' ? 'range' : 'instant';
  const legend =
    query.legend === undefined
      ? query.by.map((tag) => `{{${tag}}}`).join(' ')
      : textIn(set.language, query.legend);
  if (set.datasource === 'influxdb')
    return plain({
      refId: ref,
      datasource: { type: 'influxdb', uid: DATASOURCE },
      rawQuery: true,
      query: influxql(query, form, shape === 'rows' ? `Value #${ref}` : 'value'),
      resultFormat: shape === 'rows' ? 'table' : 'time_series',
      alias: legend.replaceAll(/\{\{(\w+)\}\}/g, '$tag_$1'),
    });
  const builder = new DataqueryBuilder()
    .refId(ref)
    .datasource({ type: 'prometheus', uid: DATASOURCE })
    .expr(promql(query, form))
    .legendFormat(legend === '' ? '__auto' : legend)
    .format(shape === 'rows' ? PromQueryFormat.Table : PromQueryFormat.TimeSeries);
  if (isFact(query.from)) builder.interval('1m');
  return form === 'range' ? builder.range() : builder.instant();
}

/** The foundation SDK has no builder for InfluxQL. */
function plain(query: Record<string, unknown>): Builder<Dataquery> {
  return { build: () => query as unknown as Dataquery };
}
