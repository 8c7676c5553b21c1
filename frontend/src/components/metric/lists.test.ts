// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { SeriesPage } from '../../api/metricConfigs.ts';
import { buildConfig, buildStats } from '../../testing/records.ts';
import { control, find, show, texts } from '../../testing/screen.ts';
import { liveTiles } from './liveTiles.ts';
import { ownEvents } from './ownEvents.ts';
import { refusalList } from './refusalList.ts';
import { seriesList } from './seriesList.ts';
import { unknownNameList } from './unknownNameList.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

describe('the tiles of a metric', () => {
  const shown = (tiles: ReturnType<typeof liveTiles>) => texts(tiles.element, '.tile');

  it('are its number, its series, its last sample and its state', () => {
    const tiles = liveTiles(buildConfig());
    expect(shown(tiles).slice(0, 3)).toEqual(['Total…', 'Series…', 'Last sample…']);
    tiles.show(buildStats(), NOW);
    expect(shown(tiles)).toEqual(['Total0', 'Series0of 1,000', 'Last samplenone yet', 'StateWaiting']);
    tiles.show(buildStats({ total: 12_345, series: 3, lastSampleAt: minutesAgo(2) }), NOW);
    expect(shown(tiles)[0]).toBe('Total12,345');
    expect(shown(tiles)[2]).toMatch(/^Last sample2 min ago.*2026/);
    expect(shown(tiles)[3]).toBe('StateReceiving');
  });

  it('call a gauge’s number by what it is', () => {
    const tiles = liveTiles(buildConfig({ metricType: 'gauge' }));
    tiles.show(buildStats({ total: 40, series: 2 }), NOW);
    expect(shown(tiles)[0]).toBe('Average20of 2 series; their sum is 40');
    tiles.show(buildStats({ total: 40, series: 1 }), NOW);
    expect(shown(tiles)[0]).toBe('Value40');
  });

  it('say what to do when it is over its limit, until it is no longer', () => {
    const over = buildStats({ overflowing: true, lastSampleAt: minutesAgo(1) });
    const tiles = liveTiles(buildConfig({ maxSeries: 20_000 }));
    tiles.show(over, NOW);
    expect(tiles.element.textContent).toContain('Over its series limit.');
    expect(tiles.element.textContent).not.toContain('raise the series limit');
    tiles.show({ ...over, overflowing: false }, NOW);
    expect(tiles.element.textContent).not.toContain('Over its series limit.');
    const lower = liveTiles(buildConfig({ maxSeries: 19_999 }));
    lower.show(over, NOW);
    expect(control<HTMLAnchorElement>(lower.element, 'raise the series limit').getAttribute('href')).toBe(
      '#/metrics/metric-1/edit',
    );
  });
});

describe('the series of a metric', () => {
  const series = (labels: Record<string, string>, more = {}) => ({
    labels,
    value: undefined,
    count: undefined,
    sum: undefined,
    lastSampleAt: null,
    isOverflow: false,
    ...more,
  });
  const page = (all: SeriesPage['series'], total = all.length): SeriesPage => ({
    series: all,
    total,
    exportedSeries: total,
    maxSeries: 1_000,
    labels: [{ name: 'plan', values: 2 }],
  });
  const render = (config: Parameters<typeof seriesList>[0], given: SeriesPage, offset = 0) => {
    const turned: number[] = [];
    const place = show(document.createElement('div'));
    const turn = (pages: number) => turned.push(pages);
    const children = seriesList(config, given, { offset, pageSize: 2, turn });
    place.append(...children.filter((child) => child !== undefined));
    return { place, turned, cells: () => texts(place, 'td'), heads: () => texts(place, 'th') };
  };
  const counter = buildConfig({ labels: { plan: '', path: '$path' } });

  it('are rows of labels and a value', () => {
    const { heads, cells, place } = render(counter, page([series({ plan: 'free' }, { value: 1_234 })]));
    expect(heads()).toEqual(['plan', 'path', 'Value', 'Last sample']);
    expect(cells()).toEqual(['free', '–', '1,234', '–']);
    expect(place.textContent).toContain('1 label set · plan: 2 values');
    expect(place.querySelector('button')).toBe(null);
  });

  it('of a distribution are counts, sums and averages', () => {
    const all = [series({ plan: 'free' }, { count: 4, sum: 10 }), series({ plan: 'pro' }, { count: 0, sum: 0 })];
    const { heads, cells } = render(buildConfig({ metricType: 'summary', labels: { plan: '' } }), page(all));
    expect(heads()).toEqual(['plan', 'Count', 'Sum', 'Average', 'Last sample']);
    expect(cells()).toEqual(['free', '4', '10', '2.5', '–', 'pro', '0', '0', '–', '–']);
  });

  it('without labels are one, of all samples; past the limit there is one of the rest', () => {
    expect(render(buildConfig(), page([series({}, { value: 1 })])).cells()[0]).toBe('all samples');
    const rest = series({}, { value: 1, isOverflow: true });
    expect(
      render(counter, page([rest]))
        .cells()
        .slice(0, 2),
    ).toEqual(['past the limit', '–']);
  });

  it('are none yet before the first sample', () => {
    expect(render(counter, page([])).place.textContent).toBe('None yet: the first sample makes the first one.');
  });

  it.each([
    [0, '1 – 2 of 5', true, false],
    [2, '3 – 4 of 5', false, false],
    [4, '5 – 6 of 5', false, true],
  ])('from %d on have the pages before and after', (offset, text, isFirst, isLast) => {
    const all = [series({ plan: 'a' }), series({ plan: 'b' })];
    const { place, turned } = render(counter, page(all, 5), offset);
    expect(find(place, '.pager').textContent).toBe(`Previous${text}Next`);
    expect([control(place, 'Previous').disabled, control(place, 'Next').disabled]).toEqual([isFirst, isLast]);
    control(place, 'Previous').click();
    control(place, 'Next').click();
    expect(turned).toEqual([...(isFirst ? [] : [-1]), ...(isLast ? [] : [1])]);
  });
});

describe('samples that were refused', () => {
  it('have a reason, how often and when, an example, and where to cure it', () => {
    const row = { code: 'undeclared_label', count: 2, lastAt: minutesAgo(3), metricConfigId: 'm1' };
    const made = refusalList(
      [
        { ...row, example: 'colour is not declared' },
        { ...row, example: '' },
      ],
      NOW,
    );
    const [first, second] = texts(made, 'li');
    expect(first).toContain('A label that is not declared2 samples, last 3 min agocolour is not declared');
    expect(second).not.toContain('colour');
    expect(made.querySelector('a')?.getAttribute('href')).toBe('#/metrics/m1/edit');
  });

  it('of unknown names lead to a form that is filled with what they had', () => {
    const row = { name: 'orders', code: 'unknown_metric', labels: ['plan'], count: 1, lastAt: minutesAgo(1) };
    const made = unknownNameList(
      [
        { ...row, metricType: 'gauge' },
        { ...row, name: 'old', code: 'metric_deleted', metricType: null, labels: [] },
      ],
      3,
      NOW,
    );
    const [first, second, others] = texts(made, ':scope > li');
    expect(first).toContain('Type: gauge. Labels: plan.');
    expect(second).toContain('You deleted this metric in the last 24 hours. Sent without a type');
    expect(others).toContain('3 samples of further names');
    expect(control<HTMLAnchorElement>(made, 'Create metric orders').getAttribute('href')).toBe(
      '#/metrics/new?metricName=orders&metricType=gauge&label=plan',
    );
    expect(texts(unknownNameList([], 0, NOW), 'li')).toEqual([]);
  });
});

describe('events of one’s own', () => {
  it('are told by functions and by attributes, with a value where the type needs one', () => {
    const code = { snippet: '<script>function signup() {}</script>', eventAttributes: 'data-uvp-event="signup"' };
    const made = ownEvents(code);
    expect(made?.querySelectorAll('pre').length).toBe(2);
    expect(made?.textContent).not.toContain('with its value');
    const valued = ownEvents({ ...code, eventAttributes: 'data-uvp-event="signup" data-uvp-value="1.5"' });
    expect(valued?.textContent).toContain('with its value');
    expect(ownEvents({ snippet: '', eventAttributes: '' })).toBe(undefined);
  });
});
