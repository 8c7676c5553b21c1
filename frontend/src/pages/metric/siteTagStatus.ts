import type { MetricConfig } from '../../api/metricConfigs.ts';
import { link } from '../../components/basic/link.ts';
import { notice } from '../../components/basic/notice.ts';
import { element } from '../../dom.ts';
import { isInPages } from '../../metric/isInPages.ts';

/** Whether the site tag carries the metric, and what to do about it. */
export function siteTagStatus(config: MetricConfig): HTMLElement {
  const edit = link('Edit it', `#/metrics/${config.id}/edit`);
  if (isInPages(config))
    return notice(
      'ok',
      element('strong', '', 'It is in your site tag.'),
      ' It needs no tag of its own. The site tag is not in your pages yet? ',
      link('Copy it', '#/connect'),
      '.',
    );
  if (config.inPages)
    return notice(
      'info',
      element('strong', '', 'It is switched off.'),
      ' Your site tag carries it when it takes samples again. ',
      edit,
      ' and switch on “Takes samples”.',
    );
  return notice(
    'info',
    element('strong', '', 'Only your servers add to it.'),
    ' It is not in your site tag. ',
    edit,
    ' and switch on “Count in pages” to change that.',
  );
}
