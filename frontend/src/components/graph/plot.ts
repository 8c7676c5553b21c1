import uPlot from 'uplot';
import type { ChartData } from '../../graph/chartData.ts';
import { type Drawing, optionsOf } from './chartOptions.ts';

/**
 * Draws a graph into a place. This module comes when the first graph is shown, with a third of all code. It and what it imports take from
 * the rest of the dashboard only what they are given: shared code would be one more file to load.
 */
export function makePlot(place: HTMLElement, data: ChartData, aligned: uPlot.AlignedData, drawing: Drawing): uPlot {
  // From one bucket to another there is nothing between.
  const steps = data.buckets ? uPlot.paths.stepped?.({ align: -1 }) : undefined;
  const bars = uPlot.paths.bars?.({ size: [0.86, 72], align: 1 });
  return new uPlot(optionsOf(data, drawing, { lines: steps, bars }), aligned, place);
}
