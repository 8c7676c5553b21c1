import type uPlot from 'uplot';
import type { ChartData } from '../../graph/chartData.ts';
import type { readColors } from './chartColors.ts';
import { paintCells } from './heatmapPainter.ts';

/** How one line is drawn. */
export interface Stroke {
  readonly color: string;
  /** In CSS pixels; empty for a line that is whole. */
  readonly dash: readonly number[];
  /** Whether it is of the period before: always a line. */
  readonly isBefore?: boolean;
}

/** How the library makes the paths of lines and of bars; straight lines without. */
export interface Paths {
  readonly lines?: uPlot.Series.PathBuilder | undefined;
  readonly bars?: uPlot.Series.PathBuilder | undefined;
}

/** All that a drawing takes from the rest of the dashboard. */
export interface Drawing {
  readonly colors: ReturnType<typeof readColors>;
  /** One for each line. */
  readonly strokes: readonly Stroke[];
  readonly width: number;
  readonly height: number;
  readonly formatValue: (value: number) => string;
  readonly formatTime: (seconds: number, stepSeconds: number) => string;
  /** Told of the moment under the cursor, or that there is none. */
  readonly onCursor: (index: number | undefined) => void;
}

/** How the library draws a graph. */
export function optionsOf(data: ChartData, drawing: Drawing, paths: Paths): uPlot.Options {
  const { colors, strokes, width, height, formatValue, formatTime, onCursor } = drawing;
  const axis = { stroke: colors.axis, grid: { stroke: colors.grid, width: 1 }, ticks: { show: false } };
  const isHeatmap = data.kind === 'heatmap';
  const isBars = data.kind === 'bars';
  const shown = strokes.filter(({ isBefore }) => isBefore !== true).length;
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      ...(isBars && { x: { range: () => [data.times[0] ?? 0, data.endSeconds ?? 0] as [number, number] } }),
      y: { range: isHeatmap ? [0, data.lines.length] : rangeOf },
    },
    axes: [
      {
        ...axis,
        font: FONT,
        size: 36,
        values: (_: uPlot, ticks: number[], __: number, ___: number, step: number) =>
          ticks.map((tick) => formatTime(tick, step)),
      },
      {
        ...axis,
        font: FONT,
        size: 64,
        ...(isHeatmap
          ? { splits: () => data.lines.map((_, row) => row + 1), values: () => data.lines.map(({ name }) => name) }
          : { values: (_: uPlot, ticks: number[]) => ticks.map(formatValue) }),
      },
    ],
    series: [
      {},
      ...(isHeatmap
        ? [{ show: true, stroke: 'transparent', points: { show: false } }]
        : strokes.map((stroke) =>
            isBars && stroke.isBefore !== true ? barsOf(stroke, paths.bars) : seriesOf(stroke, shown, paths.lines),
          )),
    ],
    hooks: {
      draw: isHeatmap ? [(plot) => paintCells(plot, data, colors.accent)] : [],
      setCursor: [(plot) => onCursor(isBars ? barAt(plot, data.times) : (plot.cursor.idx ?? undefined))],
    },
  };
}

const FONT = '12px system-ui, sans-serif';

/** Zero is always in sight: a line that hugs the bottom means little. */
function rangeOf(_: uPlot, min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0);
  const high = Math.max(0, max ?? 0);
  return low === 0 && high === 0 ? [0, 1] : [low * 1.08, high * 1.08];
}

/** The bar under the cursor; the library itself knows the nearest beginning of one. */
function barAt(plot: uPlot, times: readonly number[]): number | undefined {
  const left = plot.cursor.left ?? -1;
  if (left < 0) return undefined;
  const time = plot.posToVal(left, 'x');
  const index = times.findLastIndex((begin) => begin <= time);
  return index < 0 ? undefined : index;
}

function barsOf({ color }: Stroke, paths: uPlot.Series.PathBuilder | undefined): uPlot.Series {
  return { fill: color, width: 0, points: { show: false }, ...(paths && { paths }) };
}

function seriesOf({ color, dash }: Stroke, count: number, paths: uPlot.Series.PathBuilder | undefined): uPlot.Series {
  return {
    stroke: color,
    width: 2,
    dash: [...dash],
    points: { show: false },
    spanGaps: false,
    ...(paths && { paths }),
    ...(count === 1 && dash.length === 0 && { fill: (plot: uPlot) => fade(plot, color) }),
  };
}

function fade({ ctx, bbox }: uPlot, color: string): CanvasGradient | string {
  if (!Number.isFinite(bbox.top + bbox.height)) return 'transparent';
  const gradient = ctx.createLinearGradient(0, bbox.top, 0, bbox.top + bbox.height);
  gradient.addColorStop(0, color.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.28)'));
  gradient.addColorStop(1, 'transparent');
  return gradient;
}
