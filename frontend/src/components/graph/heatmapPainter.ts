import type uPlot from 'uplot';
import type { ChartData } from '../../graph/chartData.ts';

/** Paints one cell for each bucket and step; the more observations, the stronger. */
export function paintCells(plot: uPlot, { times, lines }: ChartData, color: string): void {
  const { ctx } = plot;
  const most = Math.max(0, ...lines.flatMap((line) => line.values.map((value) => value ?? 0)));
  const [first, second] = times;
  if (most === 0 || first === undefined || second === undefined) return;
  // Whole pixels, so that neighbours neither overlap nor leave a seam.
  const x = (time: number) => Math.round(plot.valToPos(time, 'x', true));
  const step = second - first;
  ctx.save();
  ctx.beginPath();
  ctx.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
  ctx.clip();
  ctx.fillStyle = color;
  for (const [row, line] of lines.entries()) {
    const top = Math.round(plot.valToPos(row + 1, 'y', true));
    const height = Math.round(plot.valToPos(row, 'y', true)) - top;
    for (const [index, value] of line.values.entries()) {
      if (value === null || value <= 0) continue;
      // The square root keeps rare observations in sight.
      ctx.globalAlpha = 0.12 + 0.88 * Math.sqrt(value / most);
      const time = times[index] ?? first;
      // The last column ends now, less than a step after the one before it.
      const left = x(Math.max(time - step, times[index - 1] ?? 0));
      ctx.fillRect(left, top, Math.max(1, x(time) - left), height - 1);
    }
  }
  ctx.restore();
}
