import { deleteMetricConfig, type MetricConfig } from '../../api/metricConfigs.ts';
import { button, linkButton } from '../../components/basic/button.ts';
import { pageHead } from '../../components/basic/pageHead.ts';
import { toast } from '../../components/basic/toast.ts';
import { confirmDialog } from '../../components/forms/confirmDialog.ts';
import { element } from '../../dom.ts';
import type { PageContext } from '../page.ts';
import { openMetricInGrafana } from './openInGrafana.ts';

/** What a metric is called, and what can be done with it. */
export function metricHead(context: PageContext, config: MetricConfig): HTMLElement {
  return pageHead({
    title: config.name,
    back: { href: '#/metrics', text: 'Metrics' },
    text: element(
      'span',
      '',
      element('code', '', config.exportedName),
      ` · ${config.metricType}`,
      config.description === null ? undefined : ` · ${config.description}`,
    ),
    actions: [
      openMetricInGrafana(context, config),
      linkButton('Edit', `#/metrics/${config.id}/edit`, { icon: 'edit' }),
      button('Delete', () => askToDelete(context, config), { kind: 'danger', icon: 'trash' }),
    ],
  });
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
