import { drawing } from '../../dom.ts';

const WIDTH = 120;
const HEIGHT = 32;

/** A small line without axes; flat when nothing happens. Decorative: the numbers stand beside it. */
export function sparkline(values: readonly number[]): SVGSVGElement {
  const points = values.length === 1 ? [...values, ...values] : values;
  if (points.length === 0) return drawing('sparkline', `0 0 ${WIDTH} ${HEIGHT}`);
  const low = Math.min(...points, 0);
  const span = Math.max(...points) - low || 1;
  const place = (value: number, index: number) => {
    const x = (index / (points.length - 1)) * WIDTH;
    const y = HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const line = `M${points.map(place).join('L')}`;
  const picture = drawing(
    'sparkline',
    `0 0 ${WIDTH} ${HEIGHT}`,
    { d: `${line}V${HEIGHT}H0Z`, class: 'area' },
    { d: line, class: 'line' },
  );
  // As wide as its place; the stroke stays as thick as it is.
  picture.setAttribute('preserveAspectRatio', 'none');
  return picture;
}

/** How much a rising total has grown between neighbours; a fall counts as nothing. */
export function growth(totals: readonly number[]): number[] {
  return totals.slice(1).map((value, index) => Math.max(0, value - (totals[index] ?? value)));
}
