// @vitest-environment happy-dom
import type uPlot from 'uplot';
import { describe, expect, it } from 'vitest';
import type { ChartData } from '../../graph/chartData.ts';
import { lookOf, restLook } from '../../graph/lineLooks.ts';
import { find, show, texts } from '../../testing/screen.ts';
import { alignedOf } from './alignedData.ts';
import { legendOf } from './chartLegend.ts';
import { optionsOf } from './chartOptions.ts';
import { chartTable } from './chartTable.ts';
import { dashOf } from './dashes.ts';
import { paintCells } from './heatmapPainter.ts';
import { miniGraph } from './miniGraph.ts';

const START = Date.parse('2026-06-01T12:00:00') / 1000;
const times = Array.from({ length: 5 }, (_, index) => START + index * 60);
const data: ChartData = {
  title: 'Visits, rate',
  meaning: 'Counted per minute.',
  nowTitle: 'Last minute',
  kind: 'lines',
  times,
  lines: [
    { name: '/a', values: [1, 2, null, 4, 5], now: 6, look: lookOf(0) },
    { name: 'other', values: [0, 0.5, 1, 1.5, 2], now: null, look: restLook },
  ],
};
const inBuckets: ChartData = { ...data, buckets: [1, 5, 10], wholeTitle: 'last 1 h' };
const colors = { lines: ['red', 'green'], axis: 'black', grid: 'grey', accent: 'blue' };

describe('the legend of a graph', () => {
  const make = (given: ChartData) => {
    const legend = legendOf(given, ['rgb(1, 2, 3)', '', '', '', '', '', '', '', 'rgb(9, 9, 9)']);
    const list = show(document.createElement('ul'));
    list.append(...legend.items);
    return { list, show: legend.show, shown: () => texts(list, 'li') };
  };

  it('shows the numbers of now, and those of a moment under the cursor', () => {
    const { shown, show } = make(data);
    expect(shown()).toEqual(['Last minute:', '/a6', 'other–']);
    show(1);
    expect(shown()[0]).toMatch(/2026.*12:01:$/);
    expect(shown().slice(1)).toEqual(['/a2', 'other0.5']);
    show(2);
    expect(shown()[1]).toBe('/a–');
    show(undefined);
    expect(shown()).toEqual(['Last minute:', '/a6', 'other–']);
  });

  it('shows buckets, and the numbers of the whole range beside those of now', () => {
    const [first, second] = inBuckets.lines;
    const lines = first && second ? [{ ...first, whole: 12 }, second] : [];
    const { shown, show } = make({ ...inBuckets, lines });
    expect(shown()).toEqual(['Last minute / last 1 h:', '/a5 – 10 / 10 or more', 'other– / –']);
    show(1);
    expect(shown()[1]).toBe('/a1 – 5');
  });

  it('marks lines by their colour and by how they are broken', () => {
    const marks = [...make(data).list.querySelectorAll<HTMLElement>('.legend-mark')];
    expect(marks.map((mark) => [mark.style.color, mark.dataset.dash])).toEqual([
      ['rgb(1, 2, 3)', '0'],
      ['rgb(9, 9, 9)', '1'],
    ]);
  });
});

describe('what is drawn', () => {
  const options = (given: ChartData) => {
    const strokes = given.lines.map(({ look }) => ({ color: colors.lines[look.color] ?? '', dash: dashOf(look) }));
    const formats = { formatValue: (value: number) => `${value} of them`, formatTime: (time: number) => `at ${time}` };
    const drawing = { colors, strokes, width: 600, height: 300, ...formats, onCursor: () => undefined };
    return optionsOf(given, drawing, {});
  };
  const rangeOf = (given: ChartData, min: number | null, max: number | null) => {
    const { range } = options(given).scales?.y ?? {};
    return typeof range === 'function' ? range({} as uPlot, min as number, max as number, 'y') : range;
  };

  it('is each line over its times; of buckets the upper bound', () => {
    expect(alignedOf(data)).toEqual([times, [1, 2, null, 4, 5], [0, 0.5, 1, 1.5, 2]]);
    expect(alignedOf(inBuckets)).toEqual([times, [1, 5, null, 5, 5], [1, 1, 1, 5, 5]]);
  });

  it('always has zero in sight', () => {
    expect(rangeOf(data, 5, 10)).toEqual([0, 10.8]);
    expect(rangeOf(data, -10, -5)).toEqual([-10.8, 0]);
    expect(rangeOf(data, 0, 0)).toEqual([0, 1]);
    expect(rangeOf(data, null, null)).toEqual([0, 1]);
  });

  it('has times and values on its axes, or the bounds of buckets', () => {
    const labels = (given: ChartData, axis: number, ticks: number[]) => {
      const { values } = options(given).axes?.[axis] ?? {};
      return typeof values === 'function' ? values({} as uPlot, ticks, axis, 0, 60) : values;
    };
    expect(labels(data, 0, [60])).toEqual(['at 60']);
    expect(labels(data, 1, [5])).toEqual(['5 of them']);
    expect(labels({ ...data, kind: 'heatmap' }, 1, [1, 2])).toEqual(['/a', 'other']);
  });

  it('of a heatmap has a row for each bucket', () => {
    const heatmap: ChartData = { ...data, kind: 'heatmap' };
    expect(rangeOf(heatmap, 5, 10)).toEqual([0, 2]);
    expect(options(heatmap).series).toHaveLength(2);
    expect(alignedOf(heatmap)[1]).toEqual([0, 2, 0, 2, 0]);
  });

  it('has a line for each, broken where colours are used up, and filled when it is alone', () => {
    const [, first, second] = options(data).series;
    expect([first?.stroke, first?.dash, first?.fill]).toEqual(['red', [], undefined]);
    expect(second?.dash).toEqual([7, 4]);
    expect(options({ ...data, lines: data.lines.slice(0, 1) }).series[1]?.fill).toBeTypeOf('function');
  });

  it('of cells is as strong as there are observations, and nothing where there are none', () => {
    const painted: { x: number; y: number; width: number; height: number; alpha: number }[] = [];
    const ctx = {
      globalAlpha: 1,
      fillStyle: '',
      save: () => undefined,
      restore: () => undefined,
      beginPath: () => undefined,
      rect: () => undefined,
      clip: () => undefined,
      fillRect(x: number, y: number, width: number, height: number) {
        painted.push({ x, y, width, height, alpha: this.globalAlpha });
      },
    };
    const valToPos = (value: number, axis: string) => (axis === 'x' ? (value - START) / 6 : 100 - value * 50);
    const plot = { ctx, bbox: { left: 0, top: 0, width: 100, height: 100 }, valToPos } as unknown as uPlot;
    const rows = [
      { name: '≤ 1', values: [0, 4, null, 1], now: null, look: lookOf(0) },
      { name: 'more', values: [0, 0, 0, 0], now: null, look: lookOf(0) },
    ];
    paintCells(plot, { ...data, kind: 'heatmap', times: times.slice(0, 4), lines: rows }, 'blue');
    expect(painted).toEqual([
      { x: 0, y: 50, width: 10, height: 49, alpha: 1 },
      { x: 20, y: 50, width: 10, height: 49, alpha: 0.56 },
    ]);
  });
});

describe('the numbers of a graph as a table', () => {
  it('are rows of moments, the newest first, with a column for each line', () => {
    const made = chartTable(data);
    expect(find(made, 'caption').textContent).toBe('Visits, rate');
    expect(texts(made, 'th')).toEqual(['Time', '/a', 'other']);
    const rows = [...made.querySelectorAll('tbody tr')].map((row) => texts(row, 'td'));
    expect(rows.map(([, ...values]) => values)).toEqual([
      ['5', '2'],
      ['4', '1.5'],
      ['–', '1'],
      ['2', '0.5'],
      ['1', '0'],
    ]);
    expect(rows[0]?.[0]).toContain('12:04');
  });

  it('are buckets where that is all that is known', () => {
    expect(texts(chartTable(inBuckets), 'tbody tr:first-child td').slice(1)).toEqual(['1 – 5', '1 – 5']);
  });
});

describe('a small graph', () => {
  const pathOf = (picture: SVGSVGElement, name: string) => picture.querySelector(`.${name}`)?.getAttribute('d') ?? '';

  it('has a bar for each count, none for nothing, and the highest at the top', () => {
    const d = pathOf(miniGraph({ kind: 'bars', now: [0, 10, undefined, 5] }), 'bars');
    const tops = [...d.matchAll(/V([\d.]+)h/g)].map(([, top]) => Number(top));
    expect(tops).toEqual([2, 28.5]);
  });

  it('shows one beside very many', () => {
    const d = pathOf(miniGraph({ kind: 'bars', now: [1, 1_000_000] }), 'bars');
    expect(d).toMatch(/^M[\d.]+ 56V54\.5h/);
  });

  it('has a line that is broken where there is no value, with zero in sight', () => {
    const d = pathOf(miniGraph({ kind: 'line', now: [4, 2, undefined, 4, 0] }), 'line');
    expect(d.match(/M/g)).toHaveLength(2);
    expect(d.endsWith('55.0')).toBe(true);
  });

  it('shows the period before as a line behind, on the same scale', () => {
    const picture = miniGraph({ kind: 'bars', now: [5], before: [10, 0] });
    expect(pathOf(picture, 'before')).toBe('M60.0 2.0L180.0 55.0');
    expect(pathOf(miniGraph({ kind: 'bars', now: [5] }), 'before')).toBe('');
  });
});
