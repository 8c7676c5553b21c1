import { fetchGrafana } from '../../api/grafana.ts';
import { deleteMetricConfig, type MetricConfig } from '../../api/metricConfigs.ts';
import { button, linkButton } from '../../components/basic/button.ts';
import { link } from '../../components/basic/link.ts';
import { panel } from '../../components/basic/pageHead.ts';
import { toast } from '../../components/basic/toast.ts';
import { confirmDialog } from '../../components/forms/confirmDialog.ts';
import { element } from '../../dom.ts';
import type { PageContext } from '../page.ts';

/** What can be changed of a metric, and its end. */
export function settingsPanel(context: PageContext, config: MetricConfig): HTMLElement {
  return panel(
    'Settings',
    element(
      'dl',
      'facts',
      ...fact('Name in queries', element('code', '', config.exportedName)),
      ...fact('Type', config.metricType),
      ...fact('Description', config.description ?? 'none'),
      ...fact('Takes samples', config.isActive ? 'yes' : 'no'),
    ),
    element(
      'div',
      'actions',
      linkButton('Edit', `#/metrics/${config.id}/edit`, { icon: 'edit' }),
      button('Delete', () => askToDelete(context, config), { kind: 'danger', icon: 'trash' }),
    ),
    grafanaNote(context),
  );
}

function fact(name: string, value: Node | string): HTMLElement[] {
  return [element('dt', '', name), element('dd', '', value)];
}

/** Where there is no Grafana, one line says what to do; where there is one, its button is at the top of the page. */
function grafanaNote({ api }: PageContext): HTMLElement {
  const note = element('p', 'soft');
  fetchGrafana(api).then(
    ({ available }) => {
      if (available) return;
      note.append('There is no Grafana here. ', link('Connect your own', '#/connect'), '.');
    },
    () => undefined,
  );
  return note;
}

function askToDelete({ api, go }: PageContext, config: MetricConfig): void {
  confirmDialog({
    title: 'Delete this metric?',
    text: [
      `${config.name} takes no more samples at once, and its totals are removed. What Prometheus has stored ends with its retention.`,
    ],
    typed: config.name,
    action: 'Delete metric',
    onConfirm: async () => {
      await deleteMetricConfig(api, config.id);
      toast(`${config.name} is deleted.`);
      go('/metrics', { replace: true });
    },
  });
}
