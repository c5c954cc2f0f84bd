import type uPlot from 'uplot';
import type { ChartInk } from './chart-ink.ts';

interface Marks {
  limit: { value: number; text: string } | undefined;
  mark: { seconds: number; text: string } | undefined;
}

/** Height of a line of words. */
const LINE_PX = 18;

/** Draws the limit as a dashed line across, and the moment it was crossed as a line down, each with its words. */
export function limitAndMark(plot: uPlot, { limit, mark }: Marks, ink: ChartInk): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ink.bad;
  ctx.fillStyle = ink.bad;
  ctx.lineWidth = 1.25 * scale;
  ctx.font = ink.font.replace(/^\d+/, (size) => String(Number(size) * scale));
  if (limit !== undefined) {
    const y = plot.valToPos(limit.value, 'y', true);
    line(ctx, { from: [bbox.left, y], to: [bbox.left + bbox.width, y], dash: [6 * scale, 4 * scale] });
    ctx.textAlign = 'left';
    // The words of the moment stand above the chart: near its top those of the limit go below their line.
    const isLow = mark === undefined || y - bbox.top > LINE_PX * scale;
    ctx.textBaseline = isLow ? 'bottom' : 'top';
    ctx.fillText(limit.text, bbox.left + 6 * scale, y + (isLow ? -3 : 4) * scale);
  }
  const x = mark === undefined ? -1 : plot.valToPos(mark.seconds, 'x', true);
  if (mark !== undefined && x >= bbox.left && x <= bbox.left + bbox.width) {
    line(ctx, { from: [x, bbox.top], to: [x, bbox.top + bbox.height], dash: [2 * scale, 3 * scale] });
    const right = x > bbox.left + bbox.width / 2;
    ctx.textAlign = right ? 'right' : 'left';
    ctx.textBaseline = 'bottom';
    ctx.fillText(mark.text, x + (right ? 4 : -4) * scale, bbox.top - 4 * scale);
  }
  ctx.restore();
}

function line(
  ctx: CanvasRenderingContext2D,
  { from, to, dash }: { from: [number, number]; to: [number, number]; dash: number[] },
): void {
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}
