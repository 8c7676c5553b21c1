import { type Child, element } from '../../dom.ts';
import { type IconName, icon } from './icon.ts';

export type NoticeTone = 'info' | 'ok' | 'warn' | 'bad';

const ICONS: Record<NoticeTone, IconName> = { info: 'info', ok: 'check', warn: 'warn', bad: 'warn' };

/** A message in the page. Screen readers hear `bad` ones at once, as alerts. */
export function notice(tone: NoticeTone, ...children: Child[]): HTMLElement {
  return element(
    'div',
    { className: `notice ${tone}`, attributes: { role: tone === 'bad' ? 'alert' : undefined } },
    icon(ICONS[tone]),
    element('div', 'notice-text', ...children),
  );
}
