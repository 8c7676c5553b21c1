import { changeMetricConfig, fetchMetricConfig, fetchStats } from '../api/metricConfigs.ts';
import { linkButton } from '../components/basic/button.ts';
import { loadInto } from '../components/basic/loadInto.ts';
import { pageHead } from '../components/basic/pageHead.ts';
import { toast } from '../components/basic/toast.ts';
import { metricForm } from '../components/metric/form/metricForm.ts';
import { element } from '../dom.ts';
import type { MetricDraft } from '../metric/metricDraft.ts';
import type { MakePage } from './page.ts';

/** Changes of a metric that is there; what its totals depend on is fixed once it has data. */
export const editMetricPage: MakePage = ({ api, param, go, setTitle, signal }) => {
  const id = param('id');
  const body = element('div', '');
  const save = async (draft: MetricDraft) => {
    const saved = await changeMetricConfig(api, id, draft);
    toast(`${saved.name} is changed.`);
    go(`/metrics/${id}`, { replace: true });
  };
  const metric = loadInto(body, {
    what: 'the metric',
    signal,
    heading: () => pageHead({ title: 'Edit metric', back: { href: `#/metrics/${id}`, text: 'Metric' } }),
    load: () => Promise.all([fetchMetricConfig(api, id), fetchStats(api, id)]),
    show([config, stats]) {
      setTitle(`Edit ${config.name}`);
      return [
        pageHead({ title: `Edit ${config.name}`, back: { href: `#/metrics/${id}`, text: config.name } }),
        metricForm({
          draft: config,
          isNew: false,
          hasData: stats.series > 0,
          submit: 'Save changes',
          cancel: linkButton('Cancel', `#/metrics/${id}`),
          onSubmit: save,
        }),
      ];
    },
  });
  void metric.load();
  return { title: 'Edit metric', element: element('div', 'page', body) };
};
