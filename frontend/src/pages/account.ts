import { changeNames, changePassword, deleteAccount, fetchUser, signOutEverywhere, type User } from '../api/auth.ts';
import { button, whileBusy } from '../components/button.ts';
import { confirmDialog } from '../components/confirmDialog.ts';
import { loading } from '../components/emptyState.ts';
import { failureNote } from '../components/failureNote.ts';
import { textField } from '../components/field.ts';
import { form } from '../components/form.ts';
import { pageHead, panel } from '../components/pageHead.ts';
import { passwordField } from '../components/passwordField.ts';
import { segmented } from '../components/segmented.ts';
import { toast } from '../components/toast.ts';
import { element, replaceChildren } from '../dom.ts';
import { isAbort, messageOf } from '../failure.ts';
import { formatTime } from '../format.ts';
import { chooseTheme, chosenTheme } from '../theme.ts';
import type { MakePage, PageContext } from './page.ts';

export const accountPage: MakePage = (context) => {
  const { api, session, go } = context;
  const body = element('div', '', loading('your account'));
  const signOut = () => {
    session.end();
    go('/signin', { replace: true });
  };
  const who = element('span', '');
  const load = async () => {
    try {
      const user = await fetchUser(api);
      who.textContent = `${user.email}, since ${formatTime(user.createdAt)}`;
      replaceChildren(
        body,
        element(
          'div',
          'columns',
          names(context, user),
          password(context),
          appearance(),
          sessions(context),
          removal(context, user),
        ),
      );
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          body,
          failureNote('Your account', error, () => void load()),
        );
    }
  };
  void load();
  return {
    title: 'Account',
    element: element(
      'div',
      'page',
      pageHead({ title: 'Account', text: who, actions: [button('Sign out', signOut)] }),
      body,
    ),
  };
};

function names({ api }: PageContext, user: User): HTMLElement {
  const firstName = textField({
    name: 'firstName',
    label: 'First name',
    value: user.firstName,
    autocomplete: 'given-name',
    maxLength: 100,
  });
  const lastName = textField({
    name: 'lastName',
    label: 'Last name',
    value: user.lastName,
    autocomplete: 'family-name',
    maxLength: 100,
  });
  return panel(
    'Name',
    form({
      title: 'Name',
      fields: [firstName, lastName],
      submit: 'Save name',
      onSubmit: async () => {
        await changeNames(api, { firstName: firstName.read().trim(), lastName: lastName.read().trim() });
        toast('Your name is changed.');
      },
    }),
  );
}

function password({ api, session }: PageContext): HTMLElement {
  const current = passwordField({ name: 'currentPassword', label: 'Current password', purpose: 'current' });
  const next = passwordField({ name: 'newPassword', label: 'New password', purpose: 'new' });
  return panel(
    'Password',
    form({
      title: 'Password',
      fields: [current, next],
      submit: 'Change password',
      onSubmit: async () => {
        session.start(await changePassword(api, { currentPassword: current.read(), newPassword: next.read() }));
        for (const { input } of [current, next]) {
          input.value = '';
          input.dispatchEvent(new Event('input'));
        }
        toast('Your password is changed. Everywhere else you are signed out.');
      },
    }),
  );
}

function appearance(): HTMLElement {
  return panel(
    'Appearance',
    segmented({
      label: 'Colours',
      choices: [
        ['system', 'As the system'],
        ['light', 'Light'],
        ['dark', 'Dark'],
      ],
      value: chosenTheme(),
      onChange: chooseTheme,
    }),
  );
}

function sessions({ api, session }: PageContext): HTMLElement {
  const everywhere: HTMLButtonElement = button(
    'Sign out everywhere else',
    () =>
      void whileBusy(everywhere, async () => {
        try {
          session.start(await signOutEverywhere(api));
          toast('Every other session has ended.');
        } catch (error) {
          if (!isAbort(error)) toast(messageOf(error));
        }
      }),
  );
  return panel(
    'Sessions',
    element('p', '', 'Ends every sign-in of this account, on all devices, but for this one.'),
    element('div', 'actions', everywhere),
  );
}

function removal({ api, session, go }: PageContext, user: User): HTMLElement {
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
