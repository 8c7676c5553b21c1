import { changePassword } from '../../api/auth.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { toast } from '../../components/basic/toast.ts';
import { form } from '../../components/forms/form.ts';
import { passwordField } from '../../components/session/passwordField.ts';
import type { PageContext } from '../page.ts';

/** `onChanged` is called when the other sessions have ended. */
export function passwordSection({ api, session }: PageContext, onChanged: () => void): HTMLElement {
  const current = passwordField({ name: 'currentPassword', label: 'Current password', purpose: 'current' });
  const next = passwordField({ name: 'newPassword', label: 'New password', purpose: 'new' });
  return panel(
    'Password',
    form({
      title: 'Password',
      fields: [current, next],
      submit: 'Change password',
      onSubmit: async () => {
        const passwords = { currentPassword: current.read(), newPassword: next.read() };
        session.renew((await changePassword(api, passwords)).expiresIn);
        for (const { input } of [current, next]) {
          input.value = '';
          input.dispatchEvent(new Event('input'));
        }
        onChanged();
        toast('Your password is changed. Everywhere else you are signed out.');
      },
    }),
  );
}
