import { createApi } from './api/client.ts';
import { createShell } from './components/shell.ts';
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
  show: (page, path, isMember) => shell.show(page, path, isMember),
});

let userId = session.user()?.id;
onSessionChange(() => {
  const isSamePerson = session.user()?.id === userId;
  userId = session.user()?.id;
  if (!isSamePerson) router.reload();
});
