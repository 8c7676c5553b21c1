import { endSession, type FailedSignIns, listSessions, type SessionRecord, signOutEverywhere } from '../../api/auth.ts';
import { button, whileBusy } from '../../components/basic/button.ts';
import { dataTable } from '../../components/basic/dataTable.ts';
import { loadInto } from '../../components/basic/loadInto.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { pill } from '../../components/basic/pill.ts';
import { toast } from '../../components/basic/toast.ts';
import { failedSignInsNotice } from '../../components/session/failedSignInsNotice.ts';
import { type Child, element } from '../../dom.ts';
import { isAbort, messageOf } from '../../failure.ts';
import { formatAgo, formatTime } from '../../format.ts';
import type { PageContext } from '../page.ts';

export interface SessionsSection {
  readonly element: HTMLElement;
  /** Reads the list anew. */
  refresh(): void;
}

/** Where the account is signed in, and who has tried to. */
export function sessionsSection({ api, session, signal }: PageContext, failed: FailedSignIns): SessionsSection {
  const list = element('div', '');
  const { load } = loadInto(list, {
    what: 'your sessions',
    signal,
    load: () => listSessions(api),
    show: (sessions) => [table(sessions, end)],
  });
  const attempt = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work();
      toast(done);
      await load();
    } catch (error) {
      if (!isAbort(error)) toast(messageOf(error));
    }
  };
  const end = ({ id }: SessionRecord) => attempt(() => endSession(api, id), 'The session has ended.');
  const endOthers = async () => session.renew((await signOutEverywhere(api)).expiresIn);
  const everywhere: HTMLButtonElement = button(
    'Sign out everywhere else',
    () => void whileBusy(everywhere, () => attempt(endOthers, 'Every other session has ended.')),
  );
  void load();
  return {
    element: panel('Sessions', failedSignInsNotice(failed), list, element('div', 'actions', everywhere)),
    refresh: () => void load(),
  };
}

function table(sessions: readonly SessionRecord[], end: (session: SessionRecord) => Promise<void>): HTMLElement {
  const now = Date.now();
  return dataTable({
    caption: 'Sessions of this account',
    columns: [{ title: 'Device' }, { title: 'Signed in from' }, { title: 'Last seen' }, { title: 'Action' }],
    rows: sessions.map((one) => [
      deviceOf(one),
      one.addressRange,
      element('span', { attributes: { title: formatTime(one.lastSeenAt) } }, formatAgo(one.lastSeenAt, now)),
      one.isCurrent ? pill('ok', 'This session') : endButton(one, end),
    ]),
  });
}

function deviceOf({ browser, operatingSystem, inBrowser }: SessionRecord): Child {
  const name = browser ?? 'Unknown program';
  const device = operatingSystem === null ? name : `${name} on ${operatingSystem}`;
  return inBrowser ? device : `${device} (API token)`;
}

function endButton(session: SessionRecord, end: (session: SessionRecord) => Promise<void>): HTMLElement {
  const made: HTMLButtonElement = button('End', () => void whileBusy(made, () => end(session)), {
    label: `End the session of ${deviceOf(session)}`,
  });
  return made;
}
