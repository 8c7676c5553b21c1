import { createApi } from './api/client.ts';
import { watchPresence } from './browser/presence.ts';
import { applyTheme } from './browser/theme.ts';
import { createShell } from './components/shell/shell.ts';
import { checkAddress } from './pages/checkAddress.ts';
import type { Memory, PageContext } from './pages/page.ts';
import { createSignInAgain } from './pages/signInAgain.ts';
import { startRouter } from './router.ts';
import { createSession } from './session/session.ts';

const NAME = 'Unified Visibility Platform';

applyTheme();
const memory: Memory = {};
/** Take away what was said to the person who is signed in. */
const personalWarnings: (() => void)[] = [];
const session = createSession(() => {
  memory.newKey = undefined;
  for (const remove of personalWarnings.splice(0)) remove();
});
/** Whose data the page may show. */
let openedFor: string | undefined;
const presence = watchPresence();
let isAddressChecked = false;
const shell = createShell();
document.getElementById('app')?.replaceChildren(shell.element);

const warn: PageContext['warn'] = (content) => {
  const remove = shell.warn(content(() => remove()));
  personalWarnings.push(remove);
};
const signInAgain = createSignInAgain({ session, presence, warn, leave: () => router.reload() });

const router = startRouter({
  contextOf(signal) {
    const person = session.isSignedIn() ? session.user() : undefined;
    openedFor = person?.id;
    const askAgain = person && { signInAgain: () => signInAgain.ask(person) };
    return { session, memory, warn, api: createApi({ presence, signal, ...askAgain }) };
  },
  setTitle: (title) => {
    document.title = `${title} – ${NAME}`;
    shell.announce(title);
  },
  show: (page, path, isMember) => {
    shell.show(page, path, isMember);
    void warnOfWrongAddress();
  },
});

session.onChange((userId) => {
  if (userId === openedFor) signInAgain.hasSignedIn();
  // Nothing of what belongs to another person stays in this tab.
  else location.reload();
});

/** Once, as soon as the API answers. */
async function warnOfWrongAddress(): Promise<void> {
  if (isAddressChecked) return;
  isAddressChecked = true;
  try {
    const message = await checkAddress();
    if (message) shell.warn(message);
  } catch {
    // The page itself says that the API does not answer; the next page asks again.
    isAddressChecked = false;
  }
}
