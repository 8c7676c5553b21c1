import type { ApiKey } from '../../api/apiKeys.ts';
import { element } from '../../dom.ts';
import { formatAgo, formatTime } from '../../format.ts';
import { keyWarnings, overlapOf } from '../../keys/keyWarnings.ts';
import { button } from '../basic/button.ts';
import { copyButton } from '../basic/copyButton.ts';
import { notice } from '../basic/notice.ts';
import { pill } from '../basic/pill.ts';
import { keyRobotsNote } from './robotsNote.ts';

export interface KeyActions {
  edit(): void;
  rotate(): void;
  setActive(isActive: boolean): void;
  revoke(): void;
}

/** One key: what it may, when it was used, what to watch, its site tag, and what can be done with it. */
export function keyCard(key: ApiKey, nowMs: number, actions: KeyActions, siteTag: HTMLElement): HTMLElement {
  const expired = key.expiresAt !== null && Date.parse(key.expiresAt) <= nowMs;
  const id = element('code', '', key.apiKey);
  const overlap = overlapOf(key, nowMs);
  return element(
    'li',
    'panel key',
    element(
      'div',
      'key-head',
      element('h2', '', key.keyName),
      expired ? pill('bad', 'Expired') : key.isActive ? pill('ok', 'Active') : pill('idle', 'Off'),
    ),
    element(
      'dl',
      'facts',
      ...fact('Key', element('span', 'with-copy', id, copyButton(id, `the key “${key.keyName}”`))),
      ...fact('Secret', element('code', '', key.secretHint)),
      ...fact('Last used', key.lastUsedAt === null ? 'never' : formatAgo(key.lastUsedAt, nowMs)),
      ...fact('Expires', key.expiresAt === null ? 'never' : formatTime(key.expiresAt)),
      ...fact('Creates metrics', key.createsMetrics ? 'yes, from samples of unknown names' : 'no'),
      ...fact('Robots', key.countRobots ? 'counted' : 'left out'),
      ...fact('Allowed origins', key.allowedOrigins.length === 0 ? 'all' : key.allowedOrigins.join(', ')),
    ),
    ...keyWarnings(key, nowMs).map((warning) => notice('warn', warning)),
    overlap === undefined ? undefined : notice('info', overlap),
    keyRobotsNote(key.robotSamples),
    siteTag,
    element(
      'div',
      'actions',
      button('Edit', actions.edit, { icon: 'edit', label: `Edit ${key.keyName}` }),
      button('Rotate secret', actions.rotate, { label: `Rotate secret of ${key.keyName}` }),
      key.isActive
        ? button('Deactivate', () => actions.setActive(false), { label: `Deactivate ${key.keyName}` })
        : button('Activate', () => actions.setActive(true), { label: `Activate ${key.keyName}` }),
      button('Revoke', actions.revoke, { kind: 'danger', icon: 'trash', label: `Revoke ${key.keyName}` }),
    ),
  );
}

function fact(name: string, value: Node | string): HTMLElement[] {
  return [element('dt', '', name), element('dd', '', value)];
}
