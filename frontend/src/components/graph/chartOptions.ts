import type uPlot from 'uplot';
import { formatTick, formatTickTime } from '../../format.ts';
import { upperBound } from '../../graph/buckets.ts';
import type { ChartData } from '../../graph/chartData.ts';
import type { LineLook } from '../../graph/lineLooks.ts';
import type { readColors } from './chartColors.ts';
import { DASHES } from './dashes.ts';
import { paintCells } from './heatmapPainter.ts';

export const CHART_HEIGHT = 300;

/** The numbers as the library takes them: times, then a row for each line. */
export function alignedOf({ kind, times, lines, buckets }: ChartData): uPlot.AlignedData {
  const drawn = (value: number | null) => (value === null || !buckets ? value : upperBound(value, buckets));
  if (kind === 'lines') return [[...times], ...lines.map((line) => line.values.map(drawn))];
  return [[...times], times.map((_, index) => (index % 2 === 0 ? 0 : lines.length))];
}

type Colors = ReturnType<typeof readColors>;

export interface Drawing {
  readonly colors: Colors;
  readonly width: number;
  /** Draws lines as steps; undefined for straight ones. */
  readonly steps: uPlot.Series.PathBuilder | undefined;
  /** Told of the moment under the cursor, or that there is none. */
  readonly onCursor: (index: number | undefined) => void;
}

/** How the library draws a graph. */
export function optionsOf(data: ChartData, { colors, width, steps, onCursor }: Drawing): uPlot.Options {
  const axis = { stroke: colors.axis, grid: { stroke: colors.grid, width: 1 }, ticks: { show: false } };
  const isHeatmap = data.kind === 'heatmap';
  return {
    width,
    height: CHART_HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: isHeatmap ? [0, data.lines.length] : rangeOf } },
    axes: [
      {
        ...axis,
        font: FONT,
        size: 36,
        values: (_: uPlot, ticks: number[], __: number, ___: number, step: number) =>
          ticks.map((tick) => formatTickTime(tick, step)),
      },
      {
        ...axis,
        font: FONT,
        size: 64,
        ...(isHeatmap
          ? { splits: () => data.lines.map((_, row) => row + 1), values: () => data.lines.map(({ name }) => name) }
          : { values: (_: uPlot, ticks: number[]) => ticks.map(formatTick) }),
      },
    ],
    series: [
      {},
      ...(isHeatmap
        ? [{ show: true, stroke: 'transparent', points: { show: false } }]
        : data.lines.map(({ look }) => strokeOf(look, colors, data.lines.length, steps))),
    ],
    hooks: {
      draw: isHeatmap ? [(plot) => paintCells(plot, data, colors.accent)] : [],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? undefined)],
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

function strokeOf(
  { color, dash }: LineLook,
  colors: Colors,
  count: number,
  paths: uPlot.Series.PathBuilder | undefined,
): uPlot.Series {
  const stroke = colors.lines[color] ?? '';
  return {
    stroke,
    width: 2,
    dash: [...(DASHES[dash % DASHES.length] ?? [])],
    points: { show: false },
    spanGaps: false,
    ...(paths && { paths }),
    ...(count === 1 && { fill: (plot: uPlot) => fade(plot, stroke) }),
  };
}

function fade({ ctx, bbox }: uPlot, color: string): CanvasGradient | string {
  if (!Number.isFinite(bbox.top + bbox.height)) return 'transparent';
  const gradient = ctx.createLinearGradient(0, bbox.top, 0, bbox.top + bbox.height);
  gradient.addColorStop(0, color.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.28)'));
  gradient.addColorStop(1, 'transparent');
  return gradient;
}
