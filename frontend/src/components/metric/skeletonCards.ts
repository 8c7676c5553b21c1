import { element } from '../../dom.ts';

/** About as many as fit on a screen. */
const COUNT = 6;

/** What stands in the place of the cards, and of what can be chosen above them, until it is known which there are: as high as they are. */
export function skeletonCards(): HTMLElement[] {
  return [
    element('div', { className: 'overview-controls', attributes: { 'aria-hidden': 'true' } }),
    element('p', { className: 'overview-note', attributes: { role: 'status' } }, 'Loading your metrics …'),
    element(
      'div',
      { className: 'metric-cards', attributes: { 'aria-hidden': 'true' } },
      ...Array.from({ length: COUNT }, () => element('div', 'metric-card skeleton')),
    ),
  ];
}
