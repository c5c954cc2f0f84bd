import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BarGaugeNamePlacement,
  BarGaugeSizing,
  BigValueColorMode,
  BigValueGraphMode,
  GraphGradientMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { Panel as GrafanaPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { Panel } from './contract.ts';
import { dress } from './dress.ts';
import type { DashboardSet } from './places.ts';
import { dressRows } from './rows.ts';
import { shapeOf } from './targets.ts';

/** Pixels of a table's narrowest column: with Grafana's own 150 the number at the end is out of sight in a third of a screen. */
const COLUMN = 70;

/** Draws a panel with Grafana's own visualisations. */
export function draw(panel: Panel, set: DashboardSet): Builder<GrafanaPanel> {
  if (shapeOf(panel) === 'rows') return dressRows(new table.PanelBuilder().minWidth(COLUMN), panel, set);
  switch (panel.kind) {
    case 'stat':
      return dress(numbers(), panel, set);
    case 'bars':
      return dress(barsOf(), panel, set);
    case 'states':
      return dress(statesOf(), panel, set);
    default:
      return dress(linesOf(panel), panel, set);
  }
}

const newest = () => new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false).fields('');

function numbers() {
  return new stat.PanelBuilder()
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Background)
    .reduceOptions(newest());
}

/** Text of one size: two bars in a large panel have letters as high as the panel otherwise. Names stand above their bars, where they fit. */
function barsOf() {
  return new bargauge.PanelBuilder()
    .orientation(VizOrientation.Horizontal)
    .showUnfilled(true)
    .sizing(BarGaugeSizing.Manual)
    .namePlacement(BarGaugeNamePlacement.Top)
    .minVizHeight(40)
    .maxVizHeight(48)
    .text(new VizTextDisplayOptionsBuilder().titleSize(14).valueSize(16))
    .reduceOptions(newest());
}

const legend = () =>
  new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .calcs([]);

function statesOf() {
  return new statetimeline.PanelBuilder()
    .mergeValues(true)
    .showValue(VisibilityMode.Auto)
    .rowHeight(0.9)
    .legend(legend().showLegend(false));
}

function linesOf({ stacked }: Panel) {
  const builder = new timeseries.PanelBuilder()
    .lineWidth(1)
    .fillOpacity(stacked === true ? 30 : 8)
    .gradientMode(GraphGradientMode.None)
    .showPoints(VisibilityMode.Auto)
    // Two missed minutes are a gap, not a straight line.
    .spanNulls(180_000)
    .legend(legend())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  return stacked === true
    ? builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
    : builder;
}
