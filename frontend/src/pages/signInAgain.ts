import { signIn } from '../api/auth.ts';
import { createApi } from '../api/client.ts';
import type { Presence } from '../browser/presence.ts';
import { button } from '../components/basic/button.ts';
import { openDialog } from '../components/basic/dialog.ts';
import { form } from '../components/forms/form.ts';
import { textField } from '../components/forms/textField.ts';
import { passwordField } from '../components/session/passwordField.ts';
import { element } from '../dom.ts';
import { emailFault } from '../session/email.ts';
import type { Session, SessionStart } from '../session/session.ts';
import type { PageContext } from './page.ts';
import { warnOfFailures } from './warnOfFailures.ts';

type Person = SessionStart['user'];

/**
 * Asks for the password in front of the page when the session has ended, so that what was typed there stays. Calls that fail meanwhile
 * wait for the same answer.
 */
export interface SignInAgain {
  /**
   * Resolves with whether this person has signed in again, and never when another one has: the tab is loaded anew then.
   * @param person whose page it is
   */
  ask(person: Person): Promise<boolean>;
  /** The person has signed in again in another tab. */
  hasSignedIn(): void;
}

interface Deps {
  readonly session: Session;
  readonly presence: () => Presence;
  readonly warn: PageContext['warn'];
  /** Shows the page to sign in instead. */
  readonly leave: () => void;
}

interface Question {
  readonly answer: Promise<boolean>;
  /** Ends it with yes. */
  readonly agree: () => void;
}

export function createSignInAgain(deps: Deps): SignInAgain {
  let open: Question | undefined;
  return {
    ask(person) {
      if (!open) {
        const question = openQuestion(person, deps);
        open = question;
        void question.answer.finally(() => {
          open = undefined;
        });
      }
      return open.answer;
    },
    hasSignedIn: () => open?.agree(),
  };
}

function openQuestion(person: Person, { session, presence, warn, leave }: Deps): Question {
  const closed = new AbortController();
  const api = createApi({ presence, signal: closed.signal });
  const email = textField({
    name: 'email',
    label: 'E-mail',
    type: 'email',
    autocomplete: 'username',
    value: person.email,
    check: emailFault,
  });
  const password = passwordField({ name: 'password', label: 'Password', purpose: 'current' });
  let hasSignedIn = false;
  let agree = () => {};
  const answer = new Promise<boolean>((resolve) => {
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
          if (signedIn.user.id !== person.id) {
            // The page behind is another person's, and what waits there must not be sent for this one.
            location.reload();
            return;
          }
          warnOfFailures(signedIn.failedSignIns, warn);
          agree();
        },
      }),
    ];
    const dialog = openDialog('Your session has ended', content, {
      closable: false,
      covers: true,
      onClose: () => {
        closed.abort();
        resolve(hasSignedIn);
      },
    });
    agree = () => {
      hasSignedIn = true;
      dialog.close();
    };
    password.focus();
  });
  return { answer, agree };
}
