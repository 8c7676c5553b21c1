import { drawing } from '../../dom.ts';

const WIDTH = 240;
const HEIGHT = 56;
/** How much of its place a bar fills. */
const FILLED = 0.72;
/** So that a bar of 1 beside one of 1,000 is seen. */
const LEAST_HEIGHT = 1.5;

type Values = readonly (number | undefined)[];

/** A small graph without axes. Decorative: the number that it is about stands beside it. */
export interface MiniGraph {
  readonly kind: 'bars' | 'line';
  readonly now: Values;
  /** The period before, drawn as a line behind. */
  readonly before?: Values | undefined;
}

export function miniGraph({ kind, now, before = [] }: MiniGraph): SVGSVGElement {
  const known = [...now, ...before].filter((value) => value !== undefined);
  const low = Math.min(0, ...known);
  const span = Math.max(0, ...known) - low || 1;
  const places = Math.max(now.length, before.length, 1);
  const scale: Scale = {
    x: (index) => ((index + 0.5) / places) * WIDTH,
    y: (value) => HEIGHT - 1 - ((value - low) / span) * (HEIGHT - 3),
    barWidth: (WIDTH / places) * FILLED,
  };
  const picture = drawing(
    'mini-graph',
    `0 0 ${WIDTH} ${HEIGHT}`,
    { d: kind === 'bars' ? barsPath(now, scale) : linePath(now, scale), class: kind },
    ...(before.length > 0 ? [{ d: linePath(before, scale), class: 'before' }] : []),
  );
  // As wide as its place; strokes stay as thick as they are.
  picture.setAttribute('preserveAspectRatio', 'none');
  return picture;
}

interface Scale {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly barWidth: number;
}

function barsPath(values: Values, { x, y, barWidth }: Scale): string {
  const bars = values.map((value, index) => {
    if (value === undefined || value === 0) return '';
    const left = x(index) - barWidth / 2;
    const top = Math.min(y(value), HEIGHT - LEAST_HEIGHT);
    return `M${round(left)} ${HEIGHT}V${round(top)}h${round(barWidth)}V${HEIGHT}Z`;
  });
  return bars.join('');
}

/** Broken where there is no value; a value between two gaps is a short dash. */
function linePath(values: Values, { x, y, barWidth }: Scale): string {
  const pieces = values.map((value, index) => {
    if (value === undefined) return '';
    const isFirst = values[index - 1] === undefined;
    const isAlone = isFirst && values[index + 1] === undefined;
    if (isAlone) return `M${round(x(index) - barWidth / 2)} ${round(y(value))}h${round(barWidth)}`;
    return `${isFirst ? 'M' : 'L'}${round(x(index))} ${round(y(value))}`;
  });
  return pieces.join('');
}

function round(value: number): string {
  return value.toFixed(1);
}
