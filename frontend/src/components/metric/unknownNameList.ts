import { element } from '../../dom.ts';
import { formatAgo, formatCount } from '../../format.ts';
import { type MetricType, newMetricAddress } from '../../metric/metricDraft.ts';
import { linkButton } from '../basic/button.ts';

export interface UnknownNameRow {
  readonly name: string;
  readonly code: string;
  readonly metricType: MetricType | null;
  readonly labels: readonly string[];
  readonly count: number;
  readonly lastAt: string;
}

/** Names that samples had and no metric has, each with the way to create the metric. */
export function unknownNameList(rows: readonly UnknownNameRow[], others: number, nowMs: number): HTMLElement {
  return element(
    'ul',
    'refusals',
    ...rows.map((row) =>
      element(
        'li',
        'unknown-name',
        element(
          'div',
          'refusal-head',
          element('code', '', row.name),
          element('span', 'soft', `${formatCount(row.count, 'sample')}, last ${formatAgo(row.lastAt, nowMs)}`),
        ),
        element('p', 'soft', describe(row)),
        element(
          'div',
          'actions',
          linkButton('Create metric', newMetricAddress(row), { icon: 'plus', label: `Create metric ${row.name}` }),
        ),
      ),
    ),
    others === 0
      ? undefined
      : element(
          'li',
          'soft',
          `${formatCount(others, 'sample')} of further names, or of names that no metric can have.`,
        ),
  );
}

function describe({ code, metricType, labels }: UnknownNameRow): string {
  const sentences = [
    metricType === null ? 'Sent without a type: choose the right one.' : `Type: ${metricType}.`,
    labels.length === 0 ? 'No labels.' : `Labels: ${labels.join(', ')}.`,
  ];
  if (code === 'metric_deleted') sentences.unshift('You deleted this metric in the last 24 hours.');
  return sentences.join(' ');
}
