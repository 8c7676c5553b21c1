import { fetchAccount, signOut } from '../api/auth.ts';
import { chooseTheme, chosenTheme } from '../browser/theme.ts';
import { button, whileBusy } from '../components/basic/button.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { toast } from '../components/basic/toast.ts';
import { element } from '../dom.ts';
import { isAbort, messageOf } from '../failure.ts';
import { formatTime } from '../format.ts';
import { appearanceSection } from './account/appearanceSection.ts';
import { nameSection } from './account/nameSection.ts';
import { passwordSection } from './account/passwordSection.ts';
import { removalSection } from './account/removalSection.ts';
import { sessionsSection } from './account/sessionsSection.ts';
import type { MakePage, PageContext } from './page.ts';

export const accountPage: MakePage = (context) => {
  const { api, signal } = context;
  const body = element('div', '');
  const who = element('span', '');
  const account = loadInto(body, {
    what: 'your account',
    signal,
    load: () => fetchAccount(api),
    show({ user, failedSignIns }) {
      who.textContent = `${user.email}, since ${formatTime(user.createdAt)}`;
      const sessions = sessionsSection(context, failedSignIns);
      return [
        element('div', 'columns', nameSection(context, user), passwordSection(context, sessions.refresh)),
        sessions.element,
        element('div', 'columns', appearanceSection(), removalSection(context, user)),
      ];
    },
  });
  void account.load();
  return {
    title: 'Account',
    element: element('div', 'page', pageHead({ title: 'Account', text: who, actions: [signOutButton(context)] }), body),
  };
};

function signOutButton({ api, session, go }: PageContext): HTMLElement {
  const leave = async () => {
    // Signing out clears all that this browser has kept of these pages; the colours are no secret.
    const theme = chosenTheme();
    try {
      await signOut(api);
    } catch (error) {
      if (!isAbort(error)) toast(`You are still signed in: ${messageOf(error)}`);
      return;
    }
    session.end();
    chooseTheme(theme);
    go('/signin', { replace: true });
  };
  const made: HTMLButtonElement = button('Sign out', () => void whileBusy(made, leave));
  return made;
}
