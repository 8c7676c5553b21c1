import { type ApiKey, generateSiteCode, revokeSiteToken } from '../../api/apiKeys.ts';
import { button } from '../../components/basic/button.ts';
import { notice } from '../../components/basic/notice.ts';
import { tabs } from '../../components/basic/tabs.ts';
import { toast } from '../../components/basic/toast.ts';
import { askToRevokeToken } from '../../components/keys/askToRevokeToken.ts';
import { siteForms } from '../../components/metric/codeForms.ts';
import { element, replaceChildren } from '../../dom.ts';
import { siteTokenOverlapOf } from '../../keys/keyWarnings.ts';
import { isUsableKey } from '../../keys/usableKey.ts';
import type { PageContext } from '../page.ts';
import { siteTagBox } from '../siteTagBox.ts';

/** The site tag of one key, its other forms and the end of its token. It is asked for when it is opened for the first time. */
export function siteTagSection(context: PageContext, key: ApiKey, isOpen: boolean): HTMLElement {
  const { api, signal } = context;
  const section = element(
    'details',
    'more site-tag-section',
    element('summary', '', 'Site tag: one tag for your website'),
  );
  section.open = isOpen;
  if (!isUsableKey(key, Date.now())) {
    section.append(element('p', 'soft', 'Pages cannot send with this key: it is switched off or has expired.'));
    return section;
  }
  const overlap = element('div', { attributes: { 'aria-live': 'polite' } });
  const showOverlap = (of: ApiKey) => {
    const text = siteTokenOverlapOf(of, Date.now());
    replaceChildren(overlap, text === undefined ? undefined : notice('info', text));
  };
  const { element: box, load } = siteTagBox(context, key, (code, options) => [
    element(
      'details',
      'more',
      element('summary', '', 'More: pinned, inline, module'),
      tabs(
        `Forms of the site tag of ${key.keyName}`,
        siteForms(code, () => generateSiteCode(api, key.id, { ...options, pinned: true }), signal),
      ),
    ),
  ]);
  const ask = () =>
    askToRevokeToken({
      title: `Revoke the site token of ${key.keyName}?`,
      text: 'For when somebody else sends with it. Pages with the site tag take the new token by themselves within 5 minutes; pinned tags, inline code and modules have to be pasted again.',
      onConfirm: async (overlapSeconds) => {
        showOverlap(await revokeSiteToken(api, key.id, overlapSeconds));
        toast('The site token is revoked; the site tag has a new one.');
        void load();
      },
    });
  showOverlap(key);
  section.append(
    box,
    overlap,
    element(
      'div',
      'actions',
      button('Revoke the site token', ask, { label: `Revoke the site token of ${key.keyName}` }),
    ),
  );
  let isAsked = false;
  section.addEventListener('toggle', () => {
    if (!section.open || isAsked) return;
    isAsked = true;
    void load();
  });
  return section;
}
