import type { HostDetail } from '@watchcase/api';
import { readHost } from '../../api/client.ts';
import { Chart } from '../../parts/chart.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { query } from '../../state/route.ts';
import { useHosts } from '../../state/use-hosts.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { type ChartOfHost, comparedCharts, lineName } from '../../words/compared-charts.ts';
import { hostCharts } from '../../words/host-charts.ts';
import type { TimeWindow } from '../../words/time-window.ts';
import { chosenWindow } from './chart-window.ts';
import { CompareChoice } from './compare-choice.tsx';
import { TimePicker } from './time-picker.tsx';
import { useColumns } from './use-columns.ts';
import { zoom } from './zoom.ts';

/** The charts an engineer looks at first; those of another host in them, where the address names one. */
export function HostCharts({ host }: { host: HostDetail }) {
  const { hosts } = texts.value;
  const window = chosenWindow();
  const otherId = query.value.get('with') ?? '';
  useHosts(otherId === '' ? [] : [otherId]);
  const other = useResource(`with ${otherId}`, async (signal) =>
    otherId === '' ? undefined : readHost(otherId, signal),
  );
  const found = other.data.value;
  const charts = comparedCharts([
    { host, charts: hostCharts(host.series) },
    ...(found === undefined ? [] : [{ host: found, charts: hostCharts(found.series) }]),
  ]);
  if (charts.length === 0) return null;
  return (
    <section>
      <div class="section-top">
        <h2>{hosts.sections.charts}</h2>
        <TimePicker window={window} />
        <CompareChoice hostId={host.id} other={otherId} />
      </div>
      <p class="soft wide-only">{hosts.dragToZoom}</p>
      {other.fault.value === undefined ? null : <FaultNote fault={other.fault.value} retry={other.refresh} />}
      <div class="charts">
        {charts.map((parts) => (
          <StandardChart key={parts[0]?.chart.name} parts={parts} window={window} />
        ))}
      </div>
    </section>
  );
}

const HEIGHT = 180;

function StandardChart({ parts, window }: { parts: readonly ChartOfHost[]; window: TimeWindow }) {
  const { hosts } = texts.value;
  const names = parts.flatMap(({ host, chart }) =>
    chart.lines.map((line) => {
      const name = lineName(line, chart, { ...hosts.lines, cpu: hosts.columns.cpu });
      return parts.length > 1 ? `${host.name} ${name}` : name;
    }),
  );
  const lines = parts.map(({ host, chart }) => ({
    hostId: host.id,
    lines: chart.lines.map(({ key, change }) => ({ key, change })),
  }));
  const data = useColumns(lines, window);
  const answer = data.data.value;
  const chart = parts[0]?.chart;
  if (chart === undefined) return null;
  return (
    <div class="card chart-card">
      <h3>{hosts.charts[chart.name]}</h3>
      {data.fault.value === undefined ? null : <FaultNote fault={data.fault.value} retry={data.refresh} />}
      {answer === undefined ? (
        <Waiting rows={1} height={HEIGHT} />
      ) : (
        <Chart
          title={hosts.charts[chart.name]}
          times={answer.times}
          lines={answer.lines.map((values, at) => ({ name: names[at] ?? '', values }))}
          unit={chart.unit}
          height={HEIGHT}
          span={{ from: answer.fromMs / 1000, to: answer.toMs / 1000 }}
          zoom={zoom}
          {...(chart.percent ? { bounds: { low: 0, high: 100 } } : {})}
        />
      )}
    </div>
  );
}
