import { drawing, element } from '../../dom.ts';

/** The name of the product with its mark. */
export function brand(): HTMLElement {
  return element(
    'span',
    'brand',
    drawing('mark', '0 0 32 32', { d: 'M5 21h5l3-11 5 15 3-9h6' }),
    element('span', '', 'Unified Visibility Platform'),
  );
}

/** A counter as it looks in a graph: it only ever rises. */
const WAVE =
  'M0 205 C70 203 90 196 140 195 S230 176 290 174 S370 168 420 150 S520 141 570 136 S650 108 710 101 S800 98 850 78 S950 60 1000 55 S1110 26 1200 14';

export function wave(): SVGSVGElement {
  return drawing('wave', '0 0 1200 220', { d: WAVE, class: 'wave-under' }, { d: WAVE, class: 'wave-line' });
}
