import { element } from '../../dom.ts';
import { formatCount } from '../../format.ts';

/** How many samples of robots were left out with one key; undefined when none were. */
export function keyRobotsNote(samples: number): HTMLElement | undefined {
  return samples === 0 ? undefined : element('p', 'soft', `${leftOut(samples)}.`);
}

/** The same for the account, with the way to the keys, where robots can be switched on. */
export function accountRobotsNote(samples: number): HTMLElement | undefined {
  if (samples === 0) return undefined;
  const toKeys = element('a', { attributes: { href: '#/keys' } }, 'A key can count them');
  return element('p', 'soft', `${leftOut(samples)}, in all metrics together. `, toKeys, '.');
}

function leftOut(samples: number): string {
  return `${formatCount(samples, 'sample')} from robots ${samples === 1 ? 'was' : 'were'} left out in the last 24 hours`;
}
