import '@grafana/react-data-grid/lib/styles.css';
import 'uplot/dist/uPlot.min.css';
import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  createDataFrame,
  createTheme,
  dateTime,
  FieldType,
  getFieldDisplayValues,
  Registry,
  standardTransformers,
  standardTransformersRegistry,
  ThemeContext,
  transformDataFrame,
} from '@grafana/data';
import { BarGauge, BigValue, GlobalStyles, PanelChrome, TimeSeries, VizRepeater } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { Component } from 'react';
import { createRoot } from 'react-dom/client';
import { lastValueFrom } from 'rxjs';

// Draws a dashboard's JSON with the answers to its questions by the parts that Grafana publishes. What is not published is drawn here: the grid of the
// dashboard, the state timeline, the choice of visualisation by a panel's type.

const theme = createTheme({ colors: { mode: 'dark' } });
const CELL = 30;
const GAP = 8;
const plain = (text) => text;

const { filterFieldsByNameTransformer, mergeTransformer, organizeFieldsTransformer } = standardTransformers;
standardTransformersRegistry.setInit(() =>
  [filterFieldsByNameTransformer, mergeTransformer, organizeFieldsTransformer].map((one) => ({
    id: one.id,
    name: one.name,
    transformation: () => Promise.resolve(one),
    editor: () => null,
  })),
);

const custom = (name) => `custom.${name}`;

/** The properties that panels of ours override. */
const properties = new Registry(() =>
  [
    ...['unit', 'thresholds', 'color', 'mappings', 'links', 'decimals', 'min', 'max', 'displayName'],
    ...['cellOptions', 'minWidth', 'align', 'lineWidth', 'fillOpacity', 'gradientMode', 'showPoints'].map(
      custom,
    ),
    ...['spanNulls', 'stacking'].map(custom),
  ].map((id) => ({
    id,
    name: id,
    path: id.replace('custom.', ''),
    isCustom: id.startsWith('custom.'),
    process: (value) => value,
    shouldApply: () => true,
  })),
);

/** Answers in the frames that Grafana's data source of Prometheus makes of them. */
function framesOf({ targets }, answers) {
  return targets.flatMap((target) => {
    const result = answers[target.refId] ?? [];
    return target.format === 'table'
      ? [tableOf(result, target.refId, targets.length)]
      : result.map((series) => lineOf(series, target));
  });
}

function lineOf({ metric, value, values = [value] }, { refId, legendFormat }) {
  const named = legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_whole, tag) => metric[tag] ?? '');
  const name = legendFormat === '__auto' ? Object.values(metric).join(' ') || 'Value' : named;
  return createDataFrame({
    refId,
    fields: [
      {
        name: 'Time',
        type: FieldType.time,
        values: values.map(([at]) => at * 1000),
        config: { interval: 60_000 },
      },
      {
        name: 'Value',
        type: FieldType.number,
        values: values.map(([, text]) => Number(text)),
        labels: metric,
        config: { displayNameFromDS: name },
      },
    ],
  });
}

function tableOf(result, refId, queries) {
  const tags = [...new Set(result.flatMap(({ metric }) => Object.keys(metric)))].toSorted();
  return createDataFrame({
    refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: result.map(({ value }) => value[0] * 1000) },
      ...tags.map((tag) => ({
        name: tag,
        type: FieldType.string,
        values: result.map(({ metric }) => metric[tag]),
      })),
      {
        name: queries === 1 ? 'Value' : `Value #${refId}`,
        type: FieldType.number,
        values: result.map(({ value }) => Number(value[1])),
      },
    ],
  });
}

async function dataOf(panel, answers) {
  const frames = framesOf(panel, answers).filter(({ length }) => length > 0);
  const transformed = await lastValueFrom(transformDataFrame(panel.transformations ?? [], frames));
  const data = applyFieldOverrides({
    data: transformed,
    fieldConfig: panel.fieldConfig,
    fieldConfigRegistry: properties,
    replaceVariables: plain,
    theme,
    timeZone: 'utc',
  });
  cacheFieldDisplayNames(data);
  return data;
}

const shown = (panel, data) =>
  getFieldDisplayValues({
    data,
    reduceOptions: panel.options.reduceOptions,
    fieldConfig: panel.fieldConfig,
    replaceVariables: plain,
    theme,
    timeZone: 'utc',
  });

function Stat({ panel, data, width, height }) {
  const values = shown(panel, data);
  const { colorMode, graphMode, justifyMode, textMode } = panel.options;
  return values.map((value, index) => (
    <BigValue
      key={index}
      {...{ colorMode, graphMode, justifyMode, textMode, width: width / values.length, height, theme }}
      value={{ ...value.display, title: values.length === 1 ? undefined : value.display.title }}
    />
  ));
}

function Bars({ panel, data, width, height }) {
  const { options } = panel;
  return (
    <VizRepeater
      getValues={() => shown(panel, data)}
      getAlignmentFactors={(values) => ({
        title: values
          .map(({ display }) => display.title ?? '')
          .reduce((a, b) => (a.length > b.length ? a : b), ''),
        text: values.map(({ display }) => display.text).reduce((a, b) => (a.length > b.length ? a : b), ''),
        suffix: values
          .map(({ display }) => display.suffix ?? '')
          .reduce((a, b) => (a.length > b.length ? a : b), ''),
      })}
      renderValue={({ value, width, height, alignmentFactors, orientation }) => (
        <BarGauge
          value={value.display}
          field={value.field}
          display={value.view?.getFieldDisplayProcessor(value.colIndex)}
          displayMode={options.displayMode}
          text={options.text}
          valueDisplayMode={options.valueMode}
          showUnfilled={options.showUnfilled}
          namePlacement={options.namePlacement}
          {...{ width, height, theme, alignmentFactors, orientation }}
        />
      )}
      source={data}
      renderCounter={0}
      orientation={options.orientation}
      {...{ width, height }}
      minVizWidth={options.minVizWidth}
      minVizHeight={options.minVizHeight}
      maxVizHeight={options.maxVizHeight}
    />
  );
}

function Table({ panel, data, width, height }) {
  return (
    <TableNG
      data={data[0]}
      {...{ width, height }}
      sortBy={panel.options.sortBy}
      cellHeight={panel.options.cellHeight}
      fieldConfig={panel.fieldConfig}
      getActions={() => []}
    />
  );
}

function Lines({ panel, data, width, height, range }) {
  return (
    <TimeSeries
      frames={data}
      legend={panel.options.legend}
      options={panel.options}
      timeRange={range}
      timeZone="utc"
      {...{ width, height }}
    />
  );
}

/** Grafana does not publish its state timeline. */
function States({ data, width, height, range }) {
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const row = Math.min(40, height / Math.max(1, data.length));
  const label = 190;
  return data.map(({ fields: [time, value] }, index) => (
    <div key={index} style={{ display: 'flex', height: row, width, padding: '2px 0', alignItems: 'center' }}>
      <div
        style={{
          width: label,
          paddingRight: 8,
          textAlign: 'right',
          overflow: 'hidden',
          whiteSpace: 'nowrap',
          textOverflow: 'ellipsis',
          fontSize: 12,
        }}
      >
        {value.config.displayNameFromDS}
      </div>
      <div style={{ flex: 1, position: 'relative', height: '100%' }}>
        {spansOf(time.values, value.values).map(({ since, until, state }) => {
          const { text, color } = value.display(state);
          const left = ((since - from) / (to - from)) * 100;
          return (
            <div
              key={since}
              style={{
                position: 'absolute',
                left: `${left}%`,
                width: `${((until - since) / (to - from)) * 100}%`,
                top: 0,
                bottom: 0,
                background: color,
                opacity: 0.8,
                fontSize: 12,
                display: 'flex',
                alignItems: 'center',
                justifyContent: 'center',
                color: '#fff',
                overflow: 'hidden',
              }}
            >
              {text}
            </div>
          );
        })}
      </div>
    </div>
  ));
}

function spansOf(times, states) {
  const spans = [];
  for (const [index, since] of times.entries()) {
    const last = spans.at(-1);
    if (last?.state === states[index]) last.until = since;
    else {
      if (last !== undefined) last.until = since;
      spans.push({ since, until: since, state: states[index] });
    }
  }
  return spans;
}

/** One panel that cannot be drawn is told and leaves the others. */
class Guard extends Component {
  state = {};
  static getDerivedStateFromError(error) {
    console.error(error.stack);
    return { error };
  }
  render() {
    return this.state.error === undefined ? this.props.children : String(this.state.error);
  }
}

const kinds = { stat: Stat, bargauge: Bars, table: Table, timeseries: Lines, 'state-timeline': States };

function Panel({ panel, data, range, column }) {
  const { x, y, w, h } = panel.gridPos;
  const box = {
    position: 'absolute',
    left: x * column,
    top: y * (CELL + GAP),
    width: w * column - GAP,
    height: h * (CELL + GAP) - GAP,
  };
  if (panel.type === 'row')
    return <div style={{ ...box, fontSize: 16, fontWeight: 500, paddingTop: 6 }}>▾ {panel.title}</div>;
  const Kind = kinds[panel.type];
  const isEmpty = data.every(({ length }) => length === 0);
  return (
    <div style={box}>
      <PanelChrome title={panel.title} width={box.width} height={box.height} padding="md">
        {(width, height) =>
          isEmpty && panel.type !== 'stat' ? (
            <div
              style={{ display: 'grid', placeItems: 'center', height, color: theme.colors.text.secondary }}
            >
              {panel.fieldConfig.defaults.noValue ?? 'No data'}
            </div>
          ) : (
            <Guard>
              <Kind {...{ panel, data, width, height, range }} />
            </Guard>
          )
        }
      </PanelChrome>
    </div>
  );
}

let drawn;

/** Draws it into the page `width` pixels wide; gives the height. `answers`: by panel id and query. */
window.draw = async ({ dashboard, answers, from, to, width, chosen }) => {
  const column = (width - 16) / 24;
  const range = { from: dateTime(from), to: dateTime(to), raw: { from: dateTime(from), to: dateTime(to) } };
  const panels = await Promise.all(
    dashboard.panels.map(async (panel) => ({
      panel,
      data: panel.type === 'row' ? [] : await dataOf(panel, answers[panel.id] ?? {}),
    })),
  );
  const height =
    46 + Math.max(...panels.map(({ panel: { gridPos } }) => gridPos.y + gridPos.h)) * (CELL + GAP);
  const variables = dashboard.templating.list.filter(({ type }) => type === 'query');
  drawn?.unmount();
  document.body.innerHTML = '<div id="root"></div>';
  const root = createRoot(document.querySelector('#root'));
  drawn = root;
  const page = (shown) => (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <div style={{ background: theme.colors.background.canvas, width, height, position: 'relative' }}>
        <div
          style={{
            display: 'flex',
            gap: 16,
            alignItems: 'center',
            height: 46,
            padding: '0 8px',
            fontSize: 14,
          }}
        >
          <b style={{ fontSize: 18 }}>{dashboard.title}</b>
          {variables.map(({ name, label, current }) => (
            <span
              key={name}
              style={{
                border: `1px solid ${theme.colors.border.medium}`,
                borderRadius: 2,
                padding: '3px 8px',
              }}
            >
              {label}{' '}
              <span style={{ color: theme.colors.text.link }}>
                {chosen[name] === '.*' ? (current?.text ?? 'All') : chosen[name]}
              </span>
            </span>
          ))}
        </div>
        <div style={{ position: 'relative', margin: '0 8px' }}>
          {shown.map(({ panel, data }) => (
            <Panel key={panel.id} {...{ panel, data, range, column }} />
          ))}
        </div>
      </div>
    </ThemeContext.Provider>
  );
  for (let count = 1; count <= panels.length; count++) {
    root.render(page(panels.slice(0, count)));
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  }
  return height;
};
