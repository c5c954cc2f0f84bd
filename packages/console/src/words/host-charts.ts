import type { LatestSeries } from '@watchcase/api';
import { ratesOf } from './rate.ts';

/** Names of a host's standard charts, in the order they are shown. */
const chartNames = ['cpu', 'memory', 'disk', 'load', 'network', 'diskio'] as const;
type ChartName = (typeof chartNames)[number];

/** One line of a chart: which series, what it is called, and what is done to its values. */
export interface ChartLine {
  key: string;
  /** What tells it from the chart's other lines; a word of `hosts.lines`, or a tag's value. */
  label: string;
  word?: 'memory' | 'swap' | 'received' | 'sent' | 'read' | 'written';
  change: 'none' | 'rate' | 'from-hundred';
}

/** A standard chart of a host, over the series it has. */
export interface HostChart {
  name: ChartName;
  unit: string;
  /** The axis goes from 0 to 100 at least. */
  percent: boolean;
  lines: ChartLine[];
}

const MOST_LINES = 8;

type Pick = (series: readonly LatestSeries[]) => ChartLine[];

const all =
  (measurement: string, fields: Readonly<Record<string, Partial<ChartLine>>>, tag?: string): Pick =>
  (series) =>
    series.flatMap((one) => {
      const line = one.measurement === measurement ? fields[one.field] : undefined;
      if (line === undefined) return [];
      const label = tag === undefined ? one.field : (one.tags[tag] ?? '');
      return [{ key: one.key, label, change: 'none' as const, ...line }];
    });

const totalCpu: Pick = (series) =>
  all(
    'cpu',
    { usage_idle: { change: 'from-hundred' } },
    'cpu',
  )(series.filter((one) => one.tags['cpu'] === undefined || one.tags['cpu'] === 'cpu-total'));

const picks: Readonly<Record<ChartName, { unit: string; pick: Pick }>> = {
  cpu: { unit: 'percent', pick: totalCpu },
  memory: {
    unit: 'percent',
    pick: (series) => [
      ...all('mem', { used_percent: { word: 'memory' } })(series),
      ...all('swap', { used_percent: { word: 'swap' } })(series),
    ],
  },
  disk: { unit: 'percent', pick: all('disk', { used_percent: {} }, 'path') },
  load: { unit: 'none', pick: all('system', { load1: {}, load5: {}, load15: {} }) },
  network: {
    unit: 'bytes/s',
    pick: (series) =>
      all(
        'net',
        { bytes_recv: { change: 'rate', word: 'received' }, bytes_sent: { change: 'rate', word: 'sent' } },
        'interface',
      )(series.filter((one) => !/^(lo|all)$/.test(one.tags['interface'] ?? ''))),
  },
  diskio: {
    unit: 'bytes/s',
    pick: all(
      'diskio',
      { read_bytes: { change: 'rate', word: 'read' }, write_bytes: { change: 'rate', word: 'written' } },
      'name',
    ),
  },
};

/** The standard charts a host's series allow; one of which it reports nothing is left out. */
export function hostCharts(series: readonly LatestSeries[]): HostChart[] {
  return chartNames
    .map((name) => {
      const { unit, pick } = picks[name];
      return { name, unit, percent: unit === 'percent', lines: pick(series).slice(0, MOST_LINES) };
    })
    .filter((chart) => chart.lines.length > 0);
}

/** A line's values as its chart shows them; a series without an answer has none. */
export function changed(
  change: ChartLine['change'],
  times: readonly number[],
  values: readonly (number | null)[] | undefined,
): readonly (number | null)[] {
  if (values === undefined) return times.map(() => null);
  if (change === 'rate') return ratesOf(times, values);
  return change === 'from-hundred' ? values.map((value) => (value === null ? null : 100 - value)) : values;
}
