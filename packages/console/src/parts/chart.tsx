import { useEffect, useRef } from 'preact/hooks';
import { language } from '../state/language.ts';
import { darkNow } from '../state/theme.ts';
import { createPiece } from '../state/piece.ts';
import { texts } from '../texts/index.ts';
import { quantityText } from '../words/quantity.ts';
import type { ChartContent } from './draw-chart.ts';

/** What draws. It is the largest part of the console by far, and most pages have nothing to draw. */
export const chartCode = createPiece(() => import('./draw-chart.ts'));

/** What a chart shows, and how tall it is in pixels. */
interface ChartProps extends Omit<ChartContent, 'language' | 'units'> {
  title: string;
  height: number;
}

/** Lines over time. To a screen reader it is one sentence: newest and highest value. */
export function Chart({ title, height, ...content }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const { times, lines, unit } = content;
  const empty = !lines.some((line) => line.values.some((value) => value !== null));
  const dark = darkNow.value;
  const spoken = language.value;
  const code = chartCode.code.value;
  const { hosts, shell } = texts.value;
  useEffect(() => {
    if (place.current === null || empty) return undefined;
    if (code === undefined) return void chartCode.want();
    return code.drawChart(place.current, { ...content, language: spoken, units: shell.unit }, height);
  }, [
    times,
    content.span?.from,
    lines.map((line) => line.values.at(-1)).join(),
    lines.length,
    dark,
    spoken,
    height,
    empty,
    code,
  ]);
  if (empty)
    return (
      <p class="no-chart" style={{ height: `${height}px` }}>
        {hosts.noData}
      </p>
    );
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null));
  const last = lines[0]?.values.findLast((value) => value !== null) ?? null;
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const said = (value: number | null) => quantityText(value, unit, shell.unit);
  return (
    <div
      class="chart"
      ref={place}
      role="img"
      aria-label={hosts.chartSummary(title, said(last), said(most))}
      style={{ minHeight: `${height}px` }}
    />
  );
}
