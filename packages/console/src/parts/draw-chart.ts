import type { Language } from '@watchcase/api';
import uPlot from 'uplot';
import { axisSteps } from '../words/axis-steps.ts';
import { chartSpan } from '../words/chart-span.ts';
import { axisText, momentText } from '../words/moment.ts';
import { quantityText } from '../words/quantity.ts';
import type { SpanUnits } from '../words/span.ts';
import { type ChartInk, inkOf } from './chart-ink.ts';
import { limitAndMark } from './chart-marks.ts';

/** Columns and how to say them. `times` in Unix seconds, all columns of equal length. */
export interface ChartContent {
  times: readonly number[];
  lines: readonly { name: string; values: readonly (number | null)[] }[];
  /** Of the values, as on the wire; says how they are written, and which steps of the axis are round. */
  unit: string;
  language: Language;
  /** How times among the values are said. */
  units: SpanUnits;
  /** Ends of the value axis that are always shown. */
  bounds?: { low: number; high: number };
  /** A horizontal line not to be crossed. */
  limit?: { value: number; text: string } | undefined;
  /** A moment to be pointed out. */
  mark?: { seconds: number; text: string } | undefined;
  /** Ends of the time axis; by default those of the points. */
  span?: { from: number; to: number };
  /** Takes what was dragged over, Unix seconds; without it nothing can be. */
  zoom?: (from: number, to: number) => void;
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
  const { limit, mark, span, zoom } = content;
  return {
    ...size,
    padding: [22, 22, 0, 0],
    cursor: { y: false, points: { size: 7 }, drag: { x: zoom !== undefined, y: false, setScale: false } },
    legend: { show: true, live: true, markers: { width: 0, fill: (_plot, i) => lineInk(ink, i - 1) } },
    scales: {
      x: {
        time: true,
        // Not the ends it is given: of one point those are years apart.
        range: () => (span === undefined ? chartSpan(content.times) : [span.from, span.to]),
      },
      y: { range: (_plot, low, high) => valueRange({ low, high }, content) },
    },
    axes: axesFor(content, ink),
    series: [
      { label: ' ', value: (_plot, at) => (at === null ? '' : momentText(at * 1000, content.language)) },
      ...content.lines.map((line, i) => lineFor(content, line, lineInk(ink, i))),
    ],
    hooks: {
      draw: [(plot) => limitAndMark(plot, { limit, mark }, ink)],
      setSelect: [(plot) => dragged(plot, zoom)],
    },
  };
}

function dragged(plot: uPlot, zoom: ChartContent['zoom']): void {
  const { left, width } = plot.select;
  if (width > 0) zoom?.(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
}

function axesFor({ unit, units, language }: ChartContent, ink: ChartInk): uPlot.Axis[] {
  const axis = {
    stroke: ink.soft,
    grid: { stroke: ink.line, width: 1 },
    ticks: { show: false },
    font: ink.font,
    gap: 6,
  };
  return [
    {
      ...axis,
      size: 30,
      space: 74,
      values: (_plot, splits) =>
        splits.map((at) => axisText(at, (splits[1] ?? 0) - (splits[0] ?? 0), language)),
    },
    {
      ...axis,
      incrs: [...axisSteps(unit)],
      size: (_plot, labels) => 18 + 6.6 * Math.max(3, ...(labels ?? []).map(widthOf)),
      values: (_plot, splits) => splits.map((value) => quantityText(value, unit, units)),
    },
  ];
}

/** How wide a label is, in Latin letters: a Chinese character takes two. */
function widthOf(label: string): number {
  return label.replaceAll(/[\u2e80-\uffef]/g, '  ').length;
}

type Line = ChartContent['lines'][number];

function lineFor({ lines, unit, units }: ChartContent, line: Line, colour: string): uPlot.Series {
  const newest = line.values.findLast((value) => value !== null) ?? null;
  const isState = line.values.every((value) => value === null || value === 0 || value === 1);
  return {
    label: line.name,
    stroke: colour,
    width: 1.75,
    ...(lines.length > 1 ? {} : { fill: `${colour}22` }),
    // What is either so or not so does not slide from one to the other.
    ...(isState && uPlot.paths.stepped !== undefined ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
    points: { show: line.values.filter((value) => value !== null).length < 3 },
    value: (_plot, value: number | null, _series, at) =>
      quantityText(at === null ? newest : value, unit, units),
  };
}

function lineInk(ink: ChartInk, i: number): string {
  return ink.lines[i % ink.lines.length] ?? ink.soft;
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
