import { signIn } from '../api/auth.ts';
import { link } from '../components/basic/link.ts';
import { notice } from '../components/basic/notice.ts';
import { form } from '../components/forms/form.ts';
import { textField } from '../components/forms/textField.ts';
import { authLayout } from '../components/session/authLayout.ts';
import { passwordField } from '../components/session/passwordField.ts';
import { element } from '../dom.ts';
import { emailFault } from '../session/email.ts';
import { nextOf } from '../session/next.ts';
import type { MakePage } from './page.ts';
import { warnOfFailures } from './warnOfFailures.ts';

/** Leads back to where the person was when `next` says so. */
export const signInPage: MakePage = ({ api, session, go, query, warn }) => {
  const email = textField({
    name: 'email',
    label: 'E-mail',
    type: 'email',
    autocomplete: 'username',
    check: emailFault,
  });
  const password = passwordField({ name: 'password', label: 'Password', purpose: 'current' });
  const next = query.get('next');
  return {
    title: 'Sign in',
    element: authLayout(
      'Sign in',
      next === null ? undefined : notice('info', 'Sign in to go on where you were.'),
      form({
        title: 'Sign in',
        fields: [email, password],
        submit: 'Sign in',
        onSubmit: async () => {
          const signedIn = await signIn(api, { email: email.read().trim(), password: password.read() });
          session.start(signedIn);
          warnOfFailures(signedIn.failedSignIns, warn);
          go(nextOf(query), { replace: true });
        },
      }),
      element(
        'p',
        'auth-other',
        'No account yet? ',
        element(
          'a',
          { attributes: { href: next === null ? '#/signup' : `#/signup?next=${encodeURIComponent(next)}` } },
          'Sign up',
        ),
        ' · ',
        link('Status and API', '#/status'),
      ),
    ),
  };
};
