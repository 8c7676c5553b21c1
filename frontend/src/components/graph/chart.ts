import type uPlot from 'uplot';
import { onThemeChange } from '../../browser/theme.ts';
import { element, replaceChildren } from '../../dom.ts';
import type { ChartData } from '../../graph/chartData.ts';
import { readColors } from './chartColors.ts';
import { legendOf } from './chartLegend.ts';
import { alignedOf, CHART_HEIGHT, optionsOf } from './chartOptions.ts';
import { chartTable } from './chartTable.ts';

export interface Chart {
  readonly element: HTMLElement;
  show(data: ChartData): void;
}

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
    const values = legendOf(data, colors.lines);
    legend.hidden = data.kind === 'heatmap';
    replaceChildren(legend, ...values.items);
    // From one bucket to another there is nothing between.
    const steps = data.buckets ? library.paths.stepped?.({ align: -1 }) : undefined;
    plot = new library(
      optionsOf(data, { colors, width: canvas.clientWidth, steps, onCursor: values.show }),
      alignedOf(data),
      canvas,
    );
  };
  const observer = new ResizeObserver(() => {
    if (!plot) draw();
    else if (canvas.clientWidth !== plot.width) plot.setSize({ width: canvas.clientWidth, height: CHART_HEIGHT });
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
