import { signIn } from '../api/auth.ts';
import { createApi } from '../api/client.ts';
import { button } from '../components/button.ts';
import { openDialog } from '../components/dialog.ts';
import { textField } from '../components/field.ts';
import { form } from '../components/form.ts';
import { passwordField } from '../components/passwordField.ts';
import { element } from '../dom.ts';
import { emailFault } from '../email.ts';
import type { Presence } from '../presence.ts';
import type { Session } from '../session.ts';

/**
 * Asks for the password in front of the page when the session has ended, so that what was typed there stays. Calls that fail meanwhile
 * wait for the same answer: whether the person has signed in again.
 */
export function createSignInAgain(deps: {
  session: Session;
  presence: () => Presence;
  /** Shows the page to sign in instead. */
  leave: () => void;
}): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined;
  return () => {
    asked ??= ask(deps).finally(() => {
      asked = undefined;
    });
    return asked;
  };
}

function ask({ session, presence, leave }: Parameters<typeof createSignInAgain>[0]): Promise<boolean> {
  const before = session.user();
  const closed = new AbortController();
  const api = createApi({ presence, signal: closed.signal });
  const email = textField({
    name: 'email',
    label: 'E-mail',
    type: 'email',
    autocomplete: 'username',
    value: before?.email ?? '',
    check: emailFault,
  });
  const password = passwordField({ name: 'password', label: 'Password', purpose: 'current' });
  return new Promise((resolve) => {
    let hasSignedIn = false;
    const content = (close: () => void) => [
      element('p', '', 'Sign in to go on where you were. What you have typed is still there.'),
      form({
        title: 'Sign in again',
        fields: [email, password],
        submit: 'Sign in',
        more: [
          button('Leave this page', () => {
            session.end();
            close();
            leave();
          }),
        ],
        onSubmit: async () => {
          const signedIn = await signIn(api, { email: email.read().trim(), password: password.read() });
          session.start(signedIn);
          // The page behind is another person's.
          if (before && signedIn.user.id !== before.id) location.reload();
          hasSignedIn = true;
          close();
        },
      }),
    ];
    openDialog('Your session has ended', content, {
      closable: false,
      covers: true,
      onClose: () => {
        closed.abort();
        resolve(hasSignedIn);
      },
    });
    (before ? password : email).focus();
  });
}
