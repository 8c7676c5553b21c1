import type uPlot from 'uplot';
import { onThemeChange } from '../../browser/theme.ts';
import { element, replaceChildren } from '../../dom.ts';
import { formatTick, formatTickTime } from '../../format.ts';
import type { ChartData } from '../../graph/chartData.ts';
import { alignedOf } from './alignedData.ts';
import { readColors } from './chartColors.ts';
import { legendOf } from './chartLegend.ts';
import { chartTable } from './chartTable.ts';
import { dashOf } from './dashes.ts';
import type { makePlot } from './plot.ts';

export interface Chart {
  readonly element: HTMLElement;
  show(data: ChartData): void;
}

const HEIGHT = 300;

/**
 * A graph over time that follows the width of its place and the colours of the page, with a legend and its numbers as a table.
 * @param onDownload gives all its numbers to the person as a file
 */
export function chart(signal: AbortSignal, onDownload?: (data: ChartData) => void): Chart {
  const canvas = element('div', { className: 'chart-canvas', attributes: { role: 'img' } });
  const legend = element('ul', { className: 'legend', attributes: { 'aria-hidden': 'true' } });
  const meaning = element('p', 'soft chart-meaning');
  const table = element('div', '');
  let plot: uPlot | undefined;
  let data: ChartData | undefined;

  let make: typeof makePlot | undefined;
  import('./plot.ts').then(
    (loaded) => {
      make = loaded.makePlot;
      draw();
    },
    () => replaceChildren(canvas, element('p', 'soft', 'The graph could not be drawn; its numbers are below.')),
  );

  const draw = () => {
    plot?.destroy();
    plot = undefined;
    if (!make || !data || !canvas.isConnected || canvas.clientWidth === 0) return;
    const colors = readColors(canvas);
    const values = legendOf(data, colors.lines);
    legend.hidden = data.kind === 'heatmap';
    replaceChildren(legend, ...values.items);
    plot = make(canvas, data, alignedOf(data), {
      colors,
      strokes: data.lines.map(({ look, isBefore = false }) => ({
        color: colors.lines[look.color] ?? '',
        dash: dashOf(look),
        isBefore,
      })),
      width: canvas.clientWidth,
      height: HEIGHT,
      formatValue: formatTick,
      formatTime: formatTickTime,
      onCursor: values.show,
    });
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
      const numbers = chartTable(next, onDownload && (() => onDownload(next)));
      // A table that somebody has opened stays open.
      numbers.open = table.querySelector('details')?.open ?? false;
      replaceChildren(table, numbers);
      draw();
    },
  };
}
