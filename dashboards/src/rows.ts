import {
  FieldColorBuilder,
  FieldColorModeId,
  type DynamicConfigValue,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type { Column, Panel } from './contract.ts';
import { dress, mappingOf, thresholdsOf } from './dress.ts';
import { type DashboardSet, linkOf } from './places.ts';
import { refOf } from './targets.ts';
import { headOf } from './heads.ts';
import { type Text, textIn } from './text.ts';

/** A table: a row for each combination of tags, a column for each query. */
export function dressRows(builder: table.PanelBuilder, panel: Panel, set: DashboardSet): table.PanelBuilder {
  const say = (said: Text) => textIn(set.language, said);
  const heads = headsOf(panel);
  const columns = panel.columns.map((column, index) => ({
    column,
    source:
      panel.columns.length === 1 && set.datasource === 'prometheus' ? 'Value' : `Value #${refOf(index)}`,
    title: say(column.title ?? panel.title),
  }));
  dress(builder, panel, set)
    .withTransformation({
      id: 'filterFieldsByName',
      options: { include: { names: [...Object.keys(heads), ...columns.map(({ source }) => source)] } },
    })
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: {
        indexByName: Object.fromEntries(
          [...Object.keys(heads), ...columns.map(({ source }) => source)].map((name, index) => [name, index]),
        ),
        renameByName: {
          ...Object.fromEntries(Object.entries(heads).map(([tag, head]) => [tag, say(head)])),
          ...Object.fromEntries(columns.map(({ source, title }) => [source, title])),
        },
      },
    });
  for (const { column, title } of columns) builder.overrideByName(title, propertiesOf(column, panel, set));
  if (panel.link !== undefined) {
    const links = [
      linkOf(panel.link, set, (tag) => `$\{__data.fields["${say(heads[tag] ?? headOf(tag))}"]}`),
    ];
    builder.overrideByName(say(heads['host'] ?? headOf('customer')), [{ id: 'links', value: links }]);
  }
  const [first] = columns;
  const isAscending = first?.column.query.bottom !== undefined;
  if (first !== undefined)
    builder.sortBy([new TableSortByFieldStateBuilder().displayName(first.title).desc(!isAscending)]);
  return builder;
}

function headsOf({ rowOf, columns }: Panel): Readonly<Record<string, Text>> {
  if (rowOf !== undefined) return rowOf;
  const tags = columns[0]?.query.by ?? [];
  return Object.fromEntries(tags.map((tag) => [tag, headOf(tag)]));
}

/** Bars are gauges in their cells, limits colour the background or the text. */
function propertiesOf(column: Column, panel: Panel, set: DashboardSet): DynamicConfigValue[] {
  const limits = column.limits ?? (panel.kind === 'bars' ? panel.limits : undefined);
  const cell =
    panel.kind === 'bars'
      ? { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' }
      : { type: 'color-text' };
  return [
    { id: 'unit', value: column.unit ?? panel.unit },
    ...(limits === undefined
      ? []
      : [
          { id: 'thresholds', value: thresholdsOf(limits).build() },
          { id: 'color', value: new FieldColorBuilder().mode(FieldColorModeId.Thresholds).build() },
          { id: 'custom.cellOptions', value: cell },
        ]),
    ...(column.words === undefined ? [] : [{ id: 'mappings', value: [mappingOf(column.words, set)] }]),
  ];
}
