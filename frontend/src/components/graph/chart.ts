import type uPlot from 'uplot';
import { onThemeChange } from '../../browser/theme.ts';
import { element, replaceChildren } from '../../dom.ts';
import { formatTick, formatTickTime, formatTime } from '../../format.ts';
import { upperBound } from '../../graph/buckets.ts';
import { type ChartData, formatValue } from '../../graph/chartData.ts';
import type { LineLook } from '../../graph/lineLooks.ts';
import { readColors } from './chartColors.ts';
import { chartTable } from './chartTable.ts';
import { paintCells } from './heatmapPainter.ts';

export interface Chart {
  readonly element: HTMLElement;
  show(data: ChartData): void;
}

const HEIGHT = 300;

/** A graph over time that follows the width of its place and the colours of the page, with a legend and its numbers as a table. */
export function chart(signal: AbortSignal): Chart {
  const canvas = element('div', { className: 'chart-canvas', attributes: { role: 'img' } });
  const legend = element('ul', { className: 'legend', attributes: { 'aria-hidden': 'true' } });
  const meaning = element('p', 'soft chart-meaning');
  const table = element('div', '');
  let plot: uPlot | undefined;
  let data: ChartData | undefined;

  // A third of all code: it comes when the first graph is shown.
  let library: typeof uPlot | undefined;
  import('uplot').then(
    (loaded) => {
      library = loaded.default;
      draw();
    },
    () => replaceChildren(canvas, element('p', 'soft', 'The graph could not be drawn; its numbers are below.')),
  );

  const draw = () => {
    plot?.destroy();
    plot = undefined;
    if (!library || !data || !canvas.isConnected || canvas.clientWidth === 0) return;
    const colors = readColors(canvas);
    const values = showLegend(legend, data, colors.lines);
    // From one bucket to another there is nothing between.
    const steps = data.buckets ? library.paths.stepped?.({ align: -1 }) : undefined;
    plot = new library(optionsOf(data, colors, canvas.clientWidth, values, steps), alignedOf(data), canvas);
  };
  const observer = new ResizeObserver(() => {
    if (!plot) draw();
    else if (canvas.clientWidth !== plot.width) plot.setSize({ width: canvas.clientWidth, height: HEIGHT });
  });
  observer.observe(canvas);
  onThemeChange(draw, signal);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    plot?.destroy();
    plot = undefined;
  });
  return {
    element: element('div', 'chart', canvas, legend, meaning, table),
    show(next) {
      data = next;
      canvas.setAttribute('aria-label', `Graph: ${next.title}. Its numbers are in the table below.`);
      meaning.textContent = next.meaning;
      const numbers = chartTable(next);
      // A table that somebody has opened stays open.
      numbers.open = table.querySelector('details')?.open ?? false;
      replaceChildren(table, numbers);
      draw();
    },
  };
}

function alignedOf({ kind, times, lines, buckets }: ChartData): uPlot.AlignedData {
  const drawn = (value: number | null) => (value === null || !buckets ? value : upperBound(value, buckets));
  if (kind === 'lines') return [[...times], ...lines.map((line) => line.values.map(drawn))];
  return [[...times], times.map((_, index) => (index % 2 === 0 ? 0 : lines.length))];
}

type Colors = ReturnType<typeof readColors>;

function optionsOf(
  data: ChartData,
  colors: Colors,
  width: number,
  values: HTMLElement[],
  steps: uPlot.Series.PathBuilder | undefined,
): uPlot.Options {
  const axis = { stroke: colors.axis, grid: { stroke: colors.grid, width: 1 }, ticks: { show: false } };
  const isHeatmap = data.kind === 'heatmap';
  return {
    width,
    height: HEIGHT,
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
      setCursor: [(plot) => showValues(plot.cursor.idx ?? undefined, data, values)],
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

/** The patterns of broken lines, in CSS pixels; the first one is whole. */
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3]];

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

/** Returns the places of the values, one for each line; the first one is that of their title. */
function showLegend(legend: HTMLElement, data: ChartData, colors: readonly string[]): HTMLElement[] {
  legend.hidden = data.kind === 'heatmap';
  const title = element('span', 'soft');
  const values = data.lines.map(() => element('span', 'legend-value'));
  replaceChildren(
    legend,
    element('li', '', title),
    ...data.lines.map((line, index) => {
      const mark = element('span', {
        className: 'legend-mark',
        attributes: { 'data-dash': String(line.look.dash % DASHES.length) },
      });
      mark.style.color = colors[line.look.color] ?? '';
      return element('li', '', mark, element('span', 'legend-name', line.name), values[index]);
    }),
  );
  const places = [title, ...values];
  showValues(undefined, data, places);
  return places;
}

/** The values under the cursor, or those of now. */
function showValues(index: number | undefined, data: ChartData, [title, ...places]: readonly HTMLElement[]): void {
  const time = index === undefined ? undefined : data.times[index];
  const ofNow = [data.nowTitle, ...(data.wholeTitle === undefined ? [] : [data.wholeTitle])].join(' / ');
  if (title) title.textContent = `${time === undefined ? ofNow : formatTime(new Date(time * 1000).toISOString())}:`;
  for (const [row, place] of places.entries()) {
    const line = data.lines[row];
    const value = formatValue(index === undefined ? line?.now : line?.values[index], data);
    const whole = index === undefined && data.wholeTitle !== undefined ? ` / ${formatValue(line?.whole, data)}` : '';
    place.textContent = value + whole;
  }
}
