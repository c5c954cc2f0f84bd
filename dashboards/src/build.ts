import {
  type Dashboard as GrafanaDashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type Panel as GrafanaPanel,
  type RowPanel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { annotationsOf } from './annotations.ts';
import type { Dashboard, Panel } from './contract.ts';
import { draw } from './draw.ts';
import { type DashboardSet, uidOf } from './places.ts';
import { textIn } from './text.ts';
import { variablesOf } from './variables.ts';
import { without } from './without.ts';

const COLUMNS = 24;

/** The dashboard as Grafana reads it. */
export function build(dashboard: Dashboard, set: DashboardSet): GrafanaDashboard {
  const { language } = set;
  const built = new DashboardBuilder(`Watchcase · ${textIn(language, dashboard.title)}`)
    .uid(uidOf(dashboard.name, set))
    .description(textIn(language, dashboard.help))
    .tags(['watchcase'])
    .timezone('browser')
    .editable()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .build();
  return {
    ...built,
    panels: layOut(dashboard, set),
    templating: { list: variablesOf(dashboard, set) },
    annotations: { list: annotationsOf(dashboard, set) },
  };
}

/** Places rows under each other, panels side by side while there is room, and numbers all of them in their order. */
function layOut(dashboard: Dashboard, set: DashboardSet): (GrafanaPanel | RowPanel)[] {
  const placed: (GrafanaPanel | RowPanel)[] = [];
  let y = 0;
  for (const row of dashboard.rows) {
    placed.push({
      type: 'row',
      id: placed.length + 1,
      title: textIn(set.language, row.title),
      collapsed: false,
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
      panels: [],
    });
    y++;
    let x = 0;
    let tallest = 0;
    for (const panel of row.panels) {
      if (x + panel.width > COLUMNS) {
        y += tallest;
        x = 0;
        tallest = 0;
      }
      placed.push(placedPanel(panel, set, { id: placed.length + 1, x, y }));
      x += panel.width;
      tallest = Math.max(tallest, panel.height);
    }
    y += tallest;
  }
  return placed;
}

function placedPanel(
  panel: Panel,
  set: DashboardSet,
  at: { id: number; x: number; y: number },
): GrafanaPanel {
  const { id, x, y } = at;
  const drawn = draw(panel, set).build();
  // Tables had a footer of their own once.
  const options = without(drawn.options as object, ['footer']);
  return { ...drawn, options, id, gridPos: { x, y, w: panel.width, h: panel.height } };
}
