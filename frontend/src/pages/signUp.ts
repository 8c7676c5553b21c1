import { signUp } from '../api/auth.ts';
import { link } from '../components/basic/link.ts';
import { form } from '../components/forms/form.ts';
import { textField } from '../components/forms/textField.ts';
import { authLayout } from '../components/session/authLayout.ts';
import { passwordField } from '../components/session/passwordField.ts';
import { limits } from '../contract.generated.ts';
import { element } from '../dom.ts';
import { emailFault } from '../session/email.ts';
import type { MakePage } from './page.ts';

export const signUpPage: MakePage = ({ api, session, memory, go }) => {
  const firstName = textField({
    name: 'firstName',
    label: 'First name',
    autocomplete: 'given-name',
    maxLength: limits.personName,
  });
  const lastName = textField({
    name: 'lastName',
    label: 'Last name',
    autocomplete: 'family-name',
    maxLength: limits.personName,
  });
  const email = textField({
    name: 'email',
    label: 'E-mail',
    type: 'email',
    autocomplete: 'username',
    check: emailFault,
  });
  const password = passwordField({ name: 'password', label: 'Password', purpose: 'new' });
  return {
    title: 'Sign up',
    element: authLayout(
      'Create your account',
      form({
        title: 'Sign up',
        fields: [firstName, lastName, email, password],
        content: [element('div', 'two', firstName.element, lastName.element), email.element, password.element],
        submit: 'Create account',
        onSubmit: async () => {
          const made = await signUp(api, {
            firstName: firstName.read().trim(),
            lastName: lastName.read().trim(),
            email: email.read().trim(),
            password: password.read(),
          });
          memory.newKey = made.apiKey;
          session.start(made);
          go('/welcome', { replace: true });
        },
      }),
      element(
        'p',
        'auth-other',
        'Have an account? ',
        link('Sign in', '#/signin'),
        ' · ',
        link('Status and API', '#/status'),
      ),
    ),
  };
};
