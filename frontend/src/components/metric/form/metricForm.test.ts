// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { element } from '../../../dom.ts';
import { emptyDraft, type MetricDraft } from '../../../metric/metricDraft.ts';
import { templateOf } from '../../../metric/templates.ts';
import { choose, control, find, labelled, press, show, texts, type } from '../../../testing/screen.ts';
import { metricForm } from './metricForm.ts';

function make(draft: Partial<MetricDraft> = {}, hasData = false) {
  const sent: MetricDraft[] = [];
  const made = show(
    metricForm({
      draft: { ...emptyDraft, ...draft },
      isNew: !hasData,
      hasData,
      submit: 'Save',
      cancel: element('a', ''),
      onSubmit: async (given) => void sent.push(given),
    }),
  );
  return {
    made,
    input: (label: string) => labelled(made, label),
    chooseType: (metricType: string) => choose(find<HTMLInputElement>(made, `[value=${metricType}]`), true),
    /** What is sent; undefined when a field has a fault. */
    async send() {
      control(made, 'Save').click();
      await vi.waitFor(() => expect(control(made, 'Save').hasAttribute('aria-busy')).toBe(false));
      return sent.pop();
    },
    faults: () => texts(made, '.fault').filter((text) => text !== ''),
    preview: () => texts(made, '.exported code'),
  };
}

const named = { name: 'Visits', metricName: 'visits' };

describe('the form of a metric', () => {
  it('sends what it was given, when nothing is changed', async () => {
    const draft = templateOf('web-vitals')?.draft ?? emptyDraft;
    expect(await make(draft).send()).toEqual(draft);
    const summary: MetricDraft = {
      ...emptyDraft,
      ...named,
      description: 'In seconds.',
      metricType: 'summary',
      quantiles: [0.5, 0.999],
      trackingEvents: ['checkout'],
      inPages: false,
      maxSeries: 5,
    };
    expect(await make(summary).send()).toEqual(summary);
  });

  it('suggests a metric name until there is one of one’s own', () => {
    const { input } = make();
    type(input('Name'), 'Page views');
    expect(input('Metric name').value).toBe('page_views');
    type(input('Metric name'), 'views');
    type(input('Name'), 'Views of pages');
    expect(input('Metric name').value).toBe('views');
    type(input('Metric name'), '');
    type(input('Name'), 'Page hits');
    expect(input('Metric name').value).toBe('page_hits');
  });

  it('leaves the name of a metric that has one', () => {
    const { input } = make(named);
    type(input('Name'), 'Something else');
    expect(input('Metric name').value).toBe('visits');
  });

  it('asks for buckets of a histogram and quantiles of a summary only, and sends no others', async () => {
    const { made, chooseType, input, send } = make(named);
    const asked = () =>
      [...made.querySelectorAll<HTMLElement>('.field')]
        .filter((field) => !field.hidden)
        .map((field) => field.querySelector('label')?.firstChild?.textContent)
        .filter((label) => label === 'Buckets' || label === 'Quantiles');
    expect(asked()).toEqual([]);
    chooseType('histogram');
    expect(asked()).toEqual(['Buckets']);
    type(input('Buckets'), '5, 1 2');
    expect(await send()).toMatchObject({ metricType: 'histogram', buckets: [1, 2, 5], quantiles: null });
    chooseType('summary');
    expect(asked()).toEqual(['Quantiles']);
    expect(await send()).toMatchObject({ metricType: 'summary', buckets: null, quantiles: null });
    chooseType('gauge');
    expect([asked(), (await send())?.buckets]).toEqual([[], null]);
  });

  it('counts by itself only when one of its events is one that the script sees', async () => {
    const { made, send } = make(named);
    const events = find<HTMLInputElement>(made, '[name=trackingEvents]');
    type(events, 'signup');
    press(events, 'Enter');
    expect(await send()).toMatchObject({ trackingEvents: ['signup'], autoTrack: false });
    control(made, 'page_view').click();
    expect(await send()).toMatchObject({ trackingEvents: ['signup', 'page_view'], autoTrack: true });
  });

  it('shows that a metric counts page views, when it says so without an event', async () => {
    expect(await make({ ...named, autoTrack: true }).send()).toMatchObject({ trackingEvents: ['page_view'] });
  });

  it('offers events with a value to all types, and those without one to counters', () => {
    const { made, chooseType } = make(named);
    expect(texts(made, '.offer')).toEqual(expect.arrayContaining(['page_view', 'page_load']));
    chooseType('gauge');
    expect(texts(made, '.offer')).toEqual(['page_load', 'web_vital', 'engaged_time', 'scroll_depth']);
  });

  it.each([
    [{ metricType: 'gauge', trackingEvents: ['click'] }, 'Events', 'carries no value'],
    [{ metricName: '1st' }, 'Metric name', 'must begin with a letter'],
    [{ name: '' }, 'Name', 'is needed'],
    [{ maxSeries: 20_001 }, 'Series limit', 'from 1 to 20,000'],
  ] as const)('is not sent with %j', async (draft, label, fault) => {
    const { send, faults, made } = make({ ...named, ...draft });
    if ('trackingEvents' in draft) {
      const events = find<HTMLInputElement>(made, '[name=trackingEvents]');
      type(events, 'error');
    }
    expect(await send()).toBe(undefined);
    expect(faults()).toHaveLength(1);
    expect(faults()[0]).toContain(`${label} `);
    expect(faults()[0]).toContain(fault);
  });

  it('opens what is closed when its fault is there', async () => {
    const { made, send } = make({ ...named, maxSeries: 0 });
    const details = find<HTMLInputElement>(made, '[name=maxSeries]').closest('details');
    expect(details?.open).toBe(false);
    await send();
    expect(details?.open).toBe(true);
  });

  it('fixes what the totals of a metric depend on', () => {
    const { made, input } = make({ ...named, metricType: 'histogram', buckets: [1], labels: { plan: '' } }, true);
    expect([input('Metric name').readOnly, input('Buckets').readOnly, input('Name').readOnly]).toEqual([
      true,
      true,
      false,
    ]);
    const types = [...made.querySelectorAll<HTMLInputElement>('.types input')];
    expect(types.filter(({ disabled }) => !disabled).map(({ value }) => value)).toEqual(['histogram']);
    expect(made.textContent).toContain('This metric has data');
    expect(input('Label').readOnly).toBe(true);
    expect(texts(made, '.label-row button')).toEqual([]);
  });
});

describe('the preview beside it', () => {
  it('follows what is typed', () => {
    const { made, input, chooseType, preview } = make();
    expect(made.textContent).toContain('Give the metric a name to see what it will be called.');
    type(input('Name'), 'Load');
    expect(preview()).toEqual(['load_total']);
    chooseType('histogram');
    expect(preview()).toEqual(['load_bucket{le="…"}', 'load_sum', 'load_count']);
    expect(texts(made, '.query')).toEqual(['histogram_quantile(0.5, sum by (le) (rate(load_bucket[300s])))']);
  });

  it('says how many series there may be, and which label could explode', () => {
    const { made } = make({ ...named, labels: { path: '$path', user_id: '' }, maxSeries: 200 });
    const preview = find(made, '.preview').textContent ?? '';
    expect(preview).toContain('About 300 series: path ≈ 60, user_id ≈ 5.');
    expect(preview).toContain('That is over the limit.');
    expect(preview).toContain('user_id It sounds like one value for each person');
    expect(texts(made, '.exported code')).toEqual(['visits_total{path="…", user_id=""}']);
  });
});

describe('its labels', () => {
  it('are added, filled by the script or fixed, and taken away', async () => {
    const { made, send } = make({ ...named, labels: { plan: 'free' } });
    control(made, 'Add a label').click();
    const rows = () => [...made.querySelectorAll<HTMLElement>('.label-row')];
    const row = rows()[1] as HTMLElement;
    expect(document.activeElement).toBe(labelled(row, 'Label'));
    type(labelled(row, 'Label'), 'path');
    choose(labelled<HTMLSelectElement>(row, 'Value'), '$path');
    expect(labelled(row, 'Default value').parentElement?.hidden).toBe(true);
    expect((await send())?.labels).toEqual({ plan: 'free', path: '$path' });
    control(rows()[0] as HTMLElement, 'Remove').click();
    expect([(await send())?.labels, document.activeElement?.textContent]).toEqual([{ path: '$path' }, 'Add a label']);
  });

  it.each([
    [{ '1st': '' }, 'Labels cannot be called “1st”'],
    [{ '': 'x' }, 'Labels need names'],
  ])('%j are refused', async (labels, fault) => {
    const { send, faults } = make({ ...named, labels: labels as Record<string, string> });
    expect(await send()).toBe(undefined);
    expect(faults()[0]).toContain(fault);
  });

  it('may not be there twice; an empty row is none', async () => {
    const { made, send, faults } = make({ ...named, labels: { plan: '' } });
    control(made, 'Add a label').click();
    expect((await send())?.labels).toEqual({ plan: '' });
    const second = made.querySelectorAll<HTMLElement>('.label-row')[1] as HTMLElement;
    type(labelled(second, 'Label'), 'plan');
    expect(await send()).toBe(undefined);
    expect(faults()).toEqual(['Labels have “plan” twice']);
  });
});

describe('its options of the script', () => {
  it('are sent together, and each says what is wrong with it', async () => {
    const { made, input, send, faults } = make(named);
    choose(input('Respect Do Not Track'), true);
    type(input('Count one page load in'), '10');
    type(find<HTMLInputElement>(made, '[name=pathPatterns]'), '/blog/:slug');
    expect((await send())?.scriptOptions).toEqual({
      ...emptyDraft.scriptOptions,
      respectDnt: true,
      sampleOneIn: 10,
      pathPatterns: ['/blog/:slug'],
    });
    type(input('Count one page load in'), '0');
    expect(await send()).toBe(undefined);
    expect(faults()).toEqual(['Count one page load in must be a whole number from 1 to 100']);
    expect(document.activeElement).toBe(input('Count one page load in'));
  });

  it('show what only the API knows to be wrong', async () => {
    const { made } = make(named);
    const { ApiError } = await import('../../../failure.ts');
    const faults = [{ path: 'body.scriptOptions', message: 'do not fit together' }];
    const refuse = () => Promise.reject(new ApiError(400, 'validation', 'Wrong.', faults));
    const draft = { ...emptyDraft, ...named };
    const options = { draft, isNew: true, hasData: false, submit: 'Save', cancel: element('a', '') };
    made.replaceWith(show(metricForm({ ...options, onSubmit: refuse })));
    control(document, 'Save').click();
    await vi.waitFor(() => expect(texts(document, '.fault')).toContain('The script: do not fit together'));
  });
});
