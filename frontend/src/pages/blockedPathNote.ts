import { fetchClient } from '../api/clientInfo.ts';
import { element } from '../dom.ts';

/** What the operator of the platform can do for visitors with a content blocker; empty where it is done. */
export function blockedPathNote(signal: AbortSignal): HTMLElement {
  const note = element('p', 'soft');
  note.hidden = true;
  const show = async () => {
    const { endpoint, pageEndpoint } = await fetchClient(signal);
    if (pageEndpoint !== endpoint) return;
    note.append(
      'Some content blockers refuse what pages send to /api/v1/metrics. The operator of this platform can set ',
      element('code', '', 'SCRIPT_PATH'),
      ' and ',
      element('code', '', 'COLLECT_PATH'),
      ' (docs/operations.md, “Paths for pages”).',
    );
    note.hidden = false;
  };
  // It is a hint: what cannot be asked is not said.
  show().catch(() => undefined);
  return note;
}
