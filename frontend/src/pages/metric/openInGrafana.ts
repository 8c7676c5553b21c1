import { fetchGrafana } from '../../api/grafana.ts';
import type { MetricConfig } from '../../api/metricConfigs.ts';
import { ownAddress } from '../../browser/address.ts';
import { button, whileBusy } from '../../components/basic/button.ts';
import { openDialog } from '../../components/basic/dialog.ts';
import { element } from '../../dom.ts';
import { isAbort, messageOf } from '../../failure.ts';
import type { PageContext } from '../page.ts';

/** Opens Grafana, at the graph of a metric if one is given; says why when there is none to open. */
export function openInGrafana({ api }: PageContext, config?: MetricConfig): HTMLElement {
  const path = config
    ? `d/uvp-${config.metricType}?var-metric=${encodeURIComponent(config.exportedName)}`
    : 'd/uvp-overview';
  const open = async () => {
    // Opened before the answer: later, browsers would take it for a pop-up that nobody asked for.
    const tab = globalThis.open('about:blank', '_blank');
    try {
      const { available, detail } = await fetchGrafana(api);
      const url = ownAddress(`grafana/${path}`);
      if (!available) {
        tab?.close();
        explain(detail ?? 'It does not answer right now.');
      } else if (tab) tab.location.href = url;
      else location.href = url;
    } catch (error) {
      tab?.close();
      if (!isAbort(error)) explain(messageOf(error));
    }
  };
  const made: HTMLButtonElement = button('Open in Grafana', () => void whileBusy(made, open), { icon: 'external' });
  return made;
}

/** The same for the page of a metric; hidden until the platform says that it has a Grafana and that it answers. */
export function openMetricInGrafana(context: PageContext, config: MetricConfig): HTMLElement {
  const made = openInGrafana(context, config);
  made.hidden = true;
  fetchGrafana(context.api).then(
    ({ available }) => {
      made.hidden = !available;
    },
    // The page of a metric is whole without it; the Connect page says what is the matter.
    () => undefined,
  );
  return made;
}

function explain(why: string): void {
  openDialog('Grafana cannot be opened', () => [
    element('p', '', why),
    element(
      'p',
      '',
      'Your graphs are here in the dashboard, and any other Grafana can use your series as a data source.',
    ),
    element(
      'div',
      'actions',
      element('a', { className: 'button primary', attributes: { href: '#/connect' } }, 'Connect your own Grafana'),
    ),
  ]);
}
