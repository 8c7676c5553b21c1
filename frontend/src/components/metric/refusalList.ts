import { element } from '../../dom.ts';
import { formatAgo, formatCount } from '../../format.ts';
import { cureOf, explainRefusal } from '../../metric/refusals.ts';
import { link } from '../basic/link.ts';

export interface RefusalRow {
  readonly code: string;
  readonly count: number;
  readonly lastAt: string;
  /** The platform's own words about one of them. */
  readonly example?: string | undefined;
  readonly metricConfigId: string | null;
}

/** Why samples were refused, and what to do about each reason. */
export function refusalList(rows: readonly RefusalRow[], nowMs: number): HTMLElement {
  return element(
    'ul',
    'refusals',
    ...rows.map(({ code, count, lastAt, example, metricConfigId }) => {
      const { title, fix } = explainRefusal(code);
      const cure = cureOf(code, metricConfigId);
      return element(
        'li',
        '',
        element(
          'div',
          'refusal-head',
          element('strong', '', title),
          element('span', 'soft', `${formatCount(count, 'sample')}, last ${formatAgo(lastAt, nowMs)}`),
        ),
        example === undefined || example === '' ? undefined : element('p', 'refusal-example', example),
        element('p', '', fix, cure ? ' ' : undefined, cure && link(cure.text, cure.href)),
      );
    }),
  );
}
