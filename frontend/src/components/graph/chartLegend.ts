import { element } from '../../dom.ts';
import { formatTime } from '../../format.ts';
import { type ChartData, type ChartLine, formatValue } from '../../graph/chartData.ts';
import { dashNumber } from './dashes.ts';

export interface Legend {
  readonly items: readonly HTMLElement[];
  /** Shows the values of a moment, by its index, or those of now. */
  show(index: number | undefined): void;
}

/** The names of the lines with their values, which begin with those of now. @param colors of lines, by `LineLook.color` */
export function legendOf(data: ChartData, colors: readonly string[]): Legend {
  const title = element('span', 'soft');
  const lines = data.lines.map((line) => ({ line, value: element('span', 'legend-value') }));
  const show = (index: number | undefined) => {
    title.textContent = `${titleOf(data, index)}:`;
    for (const { line, value } of lines) value.textContent = textOf(data, line, index);
  };
  show(undefined);
  const items = lines.map(({ line, value }) =>
    element('li', '', markOf(line, colors), element('span', 'legend-name', line.name), value),
  );
  return { items: [element('li', '', title), ...items], show };
}

function markOf({ look }: ChartLine, colors: readonly string[]): HTMLElement {
  const attributes = { 'data-dash': String(dashNumber(look)) };
  const mark = element('span', { className: 'legend-mark', attributes });
  mark.style.color = colors[look.color] ?? '';
  return mark;
}

function titleOf({ times, nowTitle, wholeTitle }: ChartData, index: number | undefined): string {
  const time = index === undefined ? undefined : times[index];
  if (time !== undefined) return formatTime(new Date(time * 1000).toISOString());
  return wholeTitle === undefined ? nowTitle : `${nowTitle} / ${wholeTitle}`;
}

function textOf(data: ChartData, line: ChartLine, index: number | undefined): string {
  if (index !== undefined) return formatValue(line.values[index], data);
  const now = formatValue(line.now, data);
  return data.wholeTitle === undefined ? now : `${now} / ${formatValue(line.whole, data)}`;
}
