import type { Host } from '@watchcase/api';
import type { ChartLine, HostChart } from './host-charts.ts';

/** One host's part of a chart. */
export interface ChartOfHost {
  host: Pick<Host, 'id' | 'name'>;
  chart: HostChart;
}

/** The charts of one host, each with the same chart of the others (pure); what only another one has is left out. */
export function comparedCharts(
  all: readonly { host: ChartOfHost['host']; charts: readonly HostChart[] }[],
): ChartOfHost[][] {
  return (all[0]?.charts ?? []).map(({ name }) =>
    all.flatMap(({ host, charts }) =>
      charts.filter((chart) => chart.name === name).map((chart) => ({ host, chart })),
    ),
  );
}

/** The words of lines, in the reader's language. */
interface LineWords {
  cpu: string;
  memory: string;
  swap: string;
  received: string;
  sent: string;
  read: string;
  written: string;
}

/** What a line is called in its chart (pure). */
export function lineName(line: ChartLine, chart: HostChart, words: LineWords): string {
  if (chart.name === 'cpu') return words.cpu;
  if (line.word === 'memory' || line.word === 'swap') return words[line.word];
  return line.word === undefined ? line.label : `${line.label} ${words[line.word]}`;
}
