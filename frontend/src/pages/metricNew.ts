import { createMetricConfig } from '../api/metricConfigs.ts';
import { linkButton } from '../components/basic/button.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { toast } from '../components/basic/toast.ts';
import { metricForm } from '../components/metric/form/metricForm.ts';
import { element } from '../dom.ts';
import { draftOf, emptyDraft, type MetricDraft } from '../metric/metricDraft.ts';
import { templateOf, templates } from '../metric/templates.ts';
import type { MakePage } from './page.ts';

/** A new metric: from a template, from what refused samples had, or from nothing. */
export const newMetricPage: MakePage = ({ api, query, go }) => {
  const fromWelcome = query.get('from') === 'welcome';
  const template = templateOf(query.get('template') ?? undefined);
  const asked = draftOf(query);
  const cancel = fromWelcome ? '#/welcome' : '#/metrics';
  const create = async (draft: MetricDraft) => {
    const made = await createMetricConfig(api, draft);
    toast(`${made.name} is ready for samples.`);
    go(fromWelcome ? '/welcome' : `/metrics/${made.id}`, { replace: true });
  };
  const suffix = fromWelcome ? '&from=welcome' : '';
  const choices = templates.map(({ id, title, promise }) =>
    element(
      'a',
      {
        className: 'template',
        attributes: {
          href: `#/metrics/new?template=${id}${suffix}`,
          'aria-current': !asked && id === (template?.id ?? '') ? 'true' : undefined,
        },
      },
      element('strong', '', title),
      element('span', '', promise),
    ),
  );
  return {
    title: 'New metric',
    element: element(
      'div',
      'page',
      pageHead({ title: 'New metric', back: { href: cancel, text: fromWelcome ? 'First minutes' : 'Metrics' } }),
      element('nav', { className: 'templates', attributes: { 'aria-label': 'Templates' } }, ...choices),
      metricForm({
        draft: asked ?? template?.draft ?? emptyDraft,
        isNew: true,
        hasData: false,
        submit: 'Create metric',
        cancel: linkButton('Cancel', cancel),
        onSubmit: create,
      }),
    ),
  };
};
