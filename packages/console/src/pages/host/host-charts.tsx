import type { LatestSeries } from '@watchcase/api';
import { readSeries } from '../../api/client.ts';
import { Chart } from '../../parts/chart.tsx';
import { Choices } from '../../parts/choices.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { useResource } from '../../state/use-resource.ts';
import { query, setQuery } from '../../state/route.ts';
import { serverNow } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { changed, type ChartLine, type HostChart, hostCharts } from '../../words/host-charts.ts';
import { quantityText } from '../../words/quantity.ts';
import { type Range, rangeMs, ranges, refreshMs } from '../../words/time-range.ts';

/** The range chosen in the address; all charts of a host share it. */
export function chosenRange(): Range {
  return ranges.find((one) => one === query.value.get('range')) ?? '1h';
}

/** The charts an engineer looks at first. */
export function HostCharts({ hostId, series }: { hostId: string; series: readonly LatestSeries[] }) {
  const { hosts } = texts.value;
  const range = chosenRange();
  const charts = hostCharts(series);
  if (charts.length === 0) return null;
  return (
    <section>
      <div class="section-top">
        <h2>{hosts.sections.charts}</h2>
        <Choices
          label={hosts.range}
          value={range}
          options={ranges.map((value) => ({ value, text: hosts.ranges[value] }))}
          choose={(value) => setQuery('range', value === '1h' ? '' : value)}
        />
      </div>
      <div class="charts">
        {charts.map((chart) => (
          <StandardChart key={chart.name} hostId={hostId} chart={chart} range={range} />
        ))}
      </div>
    </section>
  );
}

const HEIGHT = 180;

function StandardChart({ hostId, chart, range }: { hostId: string; chart: HostChart; range: Range }) {
  const { hosts } = texts.value;
  const keys = chart.lines.map((line) => line.key);
  const data = useResource(
    `${hostId} ${range} ${keys.join(' ')}`,
    async (signal) => {
      const toMs = serverNow();
      const fromMs = toMs - rangeMs(range);
      return { fromMs, toMs, ...(await readSeries(hostId, { series: keys, fromMs, toMs }, signal)) };
    },
    { touchedBy: (change) => change.hosts.includes(hostId), restMs: refreshMs(range) },
  );
  const answer = data.data.value;
  const values = new Map(answer?.series.map((one) => [one.key, one.values]));
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
          lines={chart.lines.map((line) => ({
            name: nameOf(line, chart),
            values: changed(line.change, answer.times, values.get(line.key)),
          }))}
          show={(value) => quantityText(value, chart.unit)}
          binary={chart.unit.startsWith('bytes')}
          height={HEIGHT}
          span={{ from: answer.fromMs / 1000, to: answer.toMs / 1000 }}
          {...(chart.percent ? { bounds: { low: 0, high: 100 } } : {})}
        />
      )}
    </div>
  );
}

function nameOf(line: ChartLine, chart: HostChart): string {
  const { hosts } = texts.value;
  if (chart.name === 'cpu') return hosts.columns.cpu;
  if (line.word === 'memory' || line.word === 'swap') return hosts[line.word];
  return line.word === undefined ? line.label : `${line.label} ${hosts[line.word]}`;
}
