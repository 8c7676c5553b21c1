import type { FailedSignIns } from '../api/auth.ts';
import { button, linkButton } from '../components/basic/button.ts';
import { failedSignInsNotice } from '../components/session/failedSignInsNotice.ts';
import { element } from '../dom.ts';
import type { PageContext } from './page.ts';

/** A slip or two are the person's own. */
const OWN_SLIPS = 2;

/** Tells somebody who has just signed in of wrong passwords, until they close it: the next sign-in no longer knows of them. */
export function warnOfFailures(failed: FailedSignIns, warn: PageContext['warn']): void {
  if (failed.count <= OWN_SLIPS) return;
  warn((close) => {
    const actions = element(
      'div',
      'actions',
      linkButton('Change the password', '#/account'),
      button('Close', close, { label: 'Close the message about wrong passwords' }),
    );
    return failedSignInsNotice(failed, actions) ?? actions;
  });
}
