import { createApi } from './api/client.ts';
import { createShell } from './components/shell.ts';
import { toast } from './components/toast.ts';
import type { Memory } from './pages/page.ts';
import { startRouter } from './router.ts';
import { createSession } from './session.ts';
import { applyTheme } from './theme.ts';

const NAME = 'Unified Visibility Platform';

applyTheme();
const memory: Memory = {};
const session = createSession(() => {
  memory.newKey = undefined;
});
const shell = createShell();
document.getElementById('app')?.replaceChildren(shell.element);

const router = startRouter({
  contextOf: (signal) => ({
    session,
    memory,
    api: createApi({
      token: () => session.token(),
      signal,
      onExpired: () => {
        if (session.token() === undefined) return;
        session.end();
        toast('Your session has ended. Sign in again to go on where you were.');
        router.reload();
      },
    }),
  }),
  setTitle: (title) => {
    document.title = `${title} – ${NAME}`;
    shell.announce(title);
  },
  show: (page, path, isMember) => shell.show(page, path, isMember),
});
