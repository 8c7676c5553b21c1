import { createApi } from './api/client.ts';
import { createShell } from './components/shell.ts';
import { checkAddress } from './pages/checkAddress.ts';
import type { Memory } from './pages/page.ts';
import { createSignInAgain } from './pages/signInAgain.ts';
import { watchPresence } from './presence.ts';
import { startRouter } from './router.ts';
import { createSession, onSessionChange } from './session.ts';
import { applyTheme } from './theme.ts';

const NAME = 'Unified Visibility Platform';

applyTheme();
const memory: Memory = {};
const session = createSession(() => {
  memory.newKey = undefined;
});
const presence = watchPresence();
let isAddressChecked = false;
const shell = createShell();
document.getElementById('app')?.replaceChildren(shell.element);

const signInAgain = createSignInAgain({ session, presence, leave: () => router.reload() });

const router = startRouter({
  contextOf: (signal) => ({
    session,
    memory,
    api: createApi({ presence, signal, ...(session.isSignedIn() && { signInAgain }) }),
  }),
  setTitle: (title) => {
    document.title = `${title} – ${NAME}`;
    shell.announce(title);
  },
  show: (page, path, isMember) => {
    shell.show(page, path, isMember);
    void warnOfWrongAddress();
  },
});

let userId = session.user()?.id;
onSessionChange(() => {
  const isSamePerson = session.user()?.id === userId;
  userId = session.user()?.id;
  if (!isSamePerson) router.reload();
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
