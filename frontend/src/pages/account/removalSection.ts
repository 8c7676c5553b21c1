import { deleteAccount, type User } from '../../api/auth.ts';
import { button } from '../../components/basic/button.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { confirmDialog } from '../../components/forms/confirmDialog.ts';
import { passwordField } from '../../components/session/passwordField.ts';
import { element } from '../../dom.ts';
import type { PageContext } from '../page.ts';

export function removalSection({ api, session, go }: PageContext, user: User): HTMLElement {
  const ask = () => {
    const confirmation = passwordField({ name: 'password', label: 'Password', purpose: 'current' });
    confirmDialog({
      title: 'Delete your account?',
      text: [
        'Your keys, metrics and totals are removed, and what sends for you is refused. What Prometheus has stored ends with its retention. Nobody can undo this.',
      ],
      fields: [confirmation],
      typed: user.email,
      action: 'Delete account',
      onConfirm: async () => {
        await deleteAccount(api, confirmation.read());
        session.end();
        go('/signup', { replace: true });
      },
    });
  };
  return panel(
    'Delete the account',
    element('p', '', 'Removes everything that is yours here.'),
    element('div', 'actions', button('Delete account', ask, { kind: 'danger', icon: 'trash' })),
  );
}
