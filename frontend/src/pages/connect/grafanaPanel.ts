import { fetchGrafana } from '../../api/grafana.ts';
import { loadInto } from '../../components/basic/loadInto.ts';
import { notice } from '../../components/basic/notice.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { element } from '../../dom.ts';
import { openInGrafana } from '../metric/openInGrafana.ts';
import type { PageContext } from '../page.ts';

const NO_GRAFANA =
  'This platform runs without a Grafana of its own, or it does not answer right now. Your own one works as well: see below.';

/** The platform's own Grafana, if it has one. */
export function grafanaPanel(context: PageContext): HTMLElement {
  const { api, signal } = context;
  const state = element('div', '');
  const { load } = loadInto(state, {
    what: 'Grafana',
    signal,
    load: () => fetchGrafana(api).catch(() => ({ available: false, detail: undefined })),
    show: ({ available, detail }) =>
      available
        ? [
            element('p', '', 'A dashboard for each type of metric, signed in as you, with your series only.'),
            element('div', 'actions', openInGrafana(context)),
          ]
        : [notice('info', detail ?? NO_GRAFANA)],
  });
  void load();
  return panel('Grafana of this platform', state);
}
