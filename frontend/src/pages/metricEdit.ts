import { changeMetricConfig, createMetricConfig, fetchMetricConfig, fetchStats } from '../api/metricConfigs.ts';
import { linkButton } from '../components/basic/button.ts';
import { loading } from '../components/basic/emptyState.ts';
import { failureNote } from '../components/basic/failureNote.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { toast } from '../components/basic/toast.ts';
import { metricForm } from '../components/metric/metricForm.ts';
import { element, replaceChildren } from '../dom.ts';
import { isAbort } from '../failure.ts';
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

/** Changes of a metric that is there; what its totals depend on is fixed once it has data. */
export const editMetricPage: MakePage = ({ api, param, go, setTitle }) => {
  const id = param('id');
  const body = element('div', '', loading('the metric'));
  const load = async () => {
    try {
      const [config, stats] = await Promise.all([fetchMetricConfig(api, id), fetchStats(api, id)]);
      setTitle(`Edit ${config.name}`);
      const save = async (draft: MetricDraft) => {
        const saved = await changeMetricConfig(api, id, draft);
        toast(`${saved.name} is changed.`);
        go(`/metrics/${id}`, { replace: true });
      };
      replaceChildren(
        body,
        pageHead({ title: `Edit ${config.name}`, back: { href: `#/metrics/${id}`, text: config.name } }),
        metricForm({
          draft: config,
          isNew: false,
          hasData: stats.series > 0,
          submit: 'Save changes',
          cancel: linkButton('Cancel', `#/metrics/${id}`),
          onSubmit: save,
        }),
      );
    } catch (error) {
      if (!isAbort(error))
        replaceChildren(
          body,
          failureNote('The metric', error, () => void load()),
        );
    }
  };
  void load();
  return { title: 'Edit metric', element: element('div', 'page', body) };
};
