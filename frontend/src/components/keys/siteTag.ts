import type { ApiKey, GeneratedSiteCode } from '../../api/apiKeys.ts';
import type { MetricConfig } from '../../api/metricConfigs.ts';
import { type Child, element } from '../../dom.ts';
import { siteTagExample } from '../../examples/pageExamples.ts';
import { formatBytes } from '../../format.ts';
import { isInPages } from '../../metric/isInPages.ts';
import { link } from '../basic/link.ts';
import { wholeTag } from '../basic/wholeTag.ts';
import { shareInstall } from './shareInstall.ts';

const MOST_NAMES = 20;

/** The tag of a whole website, what it counts, and how large its script is. `configs` are all metrics of the account. */
export function siteTag(
  code: GeneratedSiteCode,
  { apiKey, keyName }: Pick<ApiKey, 'apiKey' | 'keyName'>,
  configs: readonly MetricConfig[],
): HTMLElement {
  const counted = configs.filter((config) => isInPages(config) && code.metrics.includes(config.metricName));
  return element(
    'div',
    'site-tag',
    element('p', '', 'Paste it once into every page. Metrics that count in pages reach it within 5 minutes.'),
    wholeTag(code.earlyTag, siteTagExample(code, keyName)),
    shareInstall(apiKey),
    element(
      'dl',
      'facts',
      element('dt', '', 'Counts'),
      element('dd', '', ...namesOf(counted)),
      element('dt', '', 'Size'),
      element('dd', '', `${formatBytes(code.gzipBytes)} gzip`),
    ),
  );
}

function namesOf(configs: readonly MetricConfig[]): Child[] {
  if (configs.length === 0)
    return ['nothing yet. You can paste it now, and ', link('create a metric', '#/metrics/new'), ' later.'];
  const links = configs
    .slice(0, MOST_NAMES)
    .flatMap(({ id, name }) => [', ', link(name, `#/metrics/${id}`)])
    .slice(1);
  const others = configs.length - MOST_NAMES;
  return others > 0 ? [...links, ' and ', link(`${others} more`, '#/metrics')] : links;
}
