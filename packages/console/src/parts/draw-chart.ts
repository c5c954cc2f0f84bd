import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Language } from '../state/language.ts';
import { axisText, momentText } from '../words/moment.ts';
import { type ChartInk, inkOf } from './chart-ink.ts';
import { limitAndMark } from './chart-marks.ts';

/** Columns and how to say them. `times` in Unix seconds, all columns of equal length. */
export interface ChartContent {
  times: readonly number[];
  lines: readonly { name: string; values: readonly (number | null)[] }[];
  show: (value: number | null) => string;
  language: Language;
  /** Ends of the value axis that are always shown. */
  bounds?: { low: number; high: number };
  /** A horizontal line not to be crossed. */
  limit?: { value: number; text: string } | undefined;
  /** A moment to be pointed out. */
  mark?: { seconds: number; text: string } | undefined;
  /** Ends of the time axis; by default those of the points. */
  span?: { from: number; to: number };
}

/** Draws into `place`, as wide as it is, and follows its width; gives how to take it away. */
export function drawChart(place: HTMLElement, content: ChartContent, height: number): () => void {
  const ink = inkOf(place);
  const options = optionsFor(content, ink, { width: Math.max(200, place.clientWidth), height });
  const columns = [content.times, ...content.lines.map((line) => line.values)] as uPlot.AlignedData;
  const plot = new uPlot(options, columns, place);
  const watcher = new ResizeObserver(() => {
    if (place.clientWidth > 0 && place.clientWidth !== plot.width)
      plot.setSize({ width: place.clientWidth, height });
  });
  watcher.observe(place);
  return () => {
    watcher.disconnect();
    plot.destroy();
  };
}

function optionsFor(
  content: ChartContent,
  ink: ChartInk,
  size: { width: number; height: number },
): uPlot.Options {
  const { lines, show, limit, mark, language, span } = content;
  const axis = {
    stroke: ink.soft,
    grid: { stroke: ink.line, width: 1 },
    ticks: { show: false },
    font: ink.font,
  };
  const several = lines.length > 1;
  return {
    ...size,
    padding: [14, 8, 0, 0],
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
    legend: { show: true, live: true, markers: { width: 3 } },
    scales: {
      x: span === undefined ? { time: true } : { time: true, range: () => [span.from, span.to] },
      y: { range: (_plot, low, high) => valueRange({ low, high }, content) },
    },
    axes: [
      {
        ...axis,
        space: 70,
        values: (_plot, splits, _axis, _space, step) => splits.map((at) => axisText(at, step, language)),
      },
      {
        ...axis,
        size: (_plot, labels) => 18 + 6.6 * Math.max(3, ...(labels ?? []).map((label) => label.length)),
        values: (_plot, splits) => splits.map((value) => show(value)),
      },
    ],
    series: [
      { value: (_plot, at) => (at === null ? '' : momentText(at * 1000, language)) },
      ...lines.map((line, i) => {
        const colour = ink.lines[i % ink.lines.length] ?? ink.soft;
        return {
          label: line.name,
          stroke: colour,
          width: 1.75,
          ...(several ? {} : { fill: `${colour}22` }),
          points: { show: line.values.filter((value) => value !== null).length < 3 },
          value: (_plot: uPlot, value: number | null) => (value === null ? '' : show(value)),
        };
      }),
    ],
    hooks: { draw: [(plot) => limitAndMark(plot, { limit, mark }, ink)] },
  };
}

/** Room for all values and the limit; a flat line lies in the middle. */
function valueRange(seen: { low: number; high: number }, { limit, bounds }: ChartContent): [number, number] {
  const known = [seen.low, seen.high, limit?.value, bounds?.low, bounds?.high].filter(
    (value): value is number => value !== undefined && value !== null && Number.isFinite(value),
  );
  const low = Math.min(...known);
  const high = Math.max(...known);
  if (known.length === 0) return [0, 1];
  if (low === high) return low === 0 ? [0, 1] : low > 0 ? [0, low * 2] : [low * 2, 0];
  const room = (high - low) * 0.08;
  const floor = low >= 0 && low < (high - low) * 2 ? 0 : low - room;
  return [
    bounds === undefined ? floor : Math.min(bounds.low, floor),
    bounds === undefined ? high + room : Math.max(bounds.high, high),
  ];
}
