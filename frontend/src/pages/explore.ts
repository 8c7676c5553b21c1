import { listMetricConfigs } from '../api/metricConfigs.ts';
import { button, whileBusy } from '../components/basic/button.ts';
import { notice } from '../components/basic/notice.ts';
import { pageHead, panel } from '../components/basic/pageHead.ts';
import { segmented } from '../components/basic/segmented.ts';
import { queryEditor } from '../components/explore/queryEditor.ts';
import { queryList } from '../components/explore/queryList.ts';
import { selectField } from '../components/forms/selectField.ts';
import { element, replaceChildren } from '../dom.ts';
import { exampleQueries } from '../explore/exampleQueries.ts';
import { addressOf, type ExploreChoice, periodOptions, readChoice } from '../explore/exploreChoice.ts';
import { faultOf } from '../explore/queryFault.ts';
import { ApiError, isAbort, isWithoutPrometheus, messageOf } from '../failure.ts';
import { completionSource } from './explore/completionSource.ts';
import { historySection } from './explore/historySection.ts';
import { resultSection } from './explore/resultSection.ts';
import type { MakePage, PageContext } from './page.ts';

/** How many metrics examples are made of. */
const EXAMPLE_METRICS = 4;

/** Any question in PromQL: a graph over a period, or a table of now. */
export const explorePage: MakePage = (context) => {
  const { api, signal, query: address, session } = context;
  const nowSeconds = Math.floor(Date.now() / 1_000);
  let choice = readChoice(address, nowSeconds);
  let asked = 0;
  const source = completionSource(api);
  const result = resultSection(context);
  const note = element('div', { className: 'result-note', attributes: { 'aria-live': 'polite' } });
  const examples = element('div', '');

  const run = async (isOpened = false) => {
    const query = editor.text().trim();
    if (query === '') return editor.showFault({ message: 'Write a query first' });
    choose({ query }, choice.query !== query);
    asked += 1;
    const mine = asked;
    const isCurrent = () => mine === asked && !signal.aborted;
    source.forget();
    try {
      await result.show(choice, isCurrent);
      if (!isCurrent()) return;
      editor.showFault(undefined);
      replaceChildren(note);
      replaceChildren(examples);
      // A reload must not bring back what was cleared: only what a person runs is kept.
      if (!isOpened) recent.add(query);
    } catch (error) {
      if (!isCurrent() || isAbort(error)) return;
      result.clear();
      const isRefused = error instanceof ApiError && (error.status === 400 || error.status === 422);
      editor.showFault(isRefused ? faultOf(error.message, editor.text()) : undefined);
      replaceChildren(note, isRefused ? undefined : failure(error));
    }
  };
  /** Each query is a step back in the browser; looking at it in another way is none. */
  const choose = (change: Partial<ExploreChoice>, isStep: boolean) => {
    choice = { ...choice, ...change };
    const next = addressOf(choice);
    if (next === location.hash) return;
    if (isStep) history.pushState(history.state, '', next);
    else history.replaceState(history.state, '', next);
  };
  const change = (part: Partial<ExploreChoice>) => {
    choose(part, false);
    period.element.hidden = choice.view === 'table';
    if (editor.text().trim() !== '') press();
  };
  const runButton: HTMLButtonElement = button('Run query', () => press(), { kind: 'primary' });
  const press = () => {
    // A second query does not wait for the first.
    if (runButton.getAttribute('aria-busy') === 'true') void run();
    else void whileBusy(runButton, () => run());
  };
  const runThis = (query: string) => {
    editor.setText(query);
    editor.focus();
    press();
  };
  const editor = queryEditor({ text: choice.query, source, signal, onRun: press });
  const recent = historySection(session.user()?.id ?? '', runThis);
  const period = selectField({
    name: 'period',
    label: 'Period',
    choices: periodOptions(choice.period, nowSeconds),
    value: choice.period,
    onChange: (id) => change({ period: id }),
  });
  period.element.hidden = choice.view === 'table';
  const view = segmented({
    label: 'Show the result as',
    choices: [
      ['graph', 'Graph'],
      ['table', 'Table'],
    ],
    value: choice.view,
    onChange: (id) => change({ view: id }),
  });
  if (choice.query === '') void showExamples(context, examples, runThis);
  else void whileBusy(runButton, () => run(true));

  return {
    title: 'Explore',
    element: element(
      'div',
      'page',
      pageHead({ title: 'Explore', text: 'Ask your own questions of your metrics, in PromQL.' }),
      panel(
        'Query',
        editor.element,
        element('div', 'chart-controls explore-controls', runButton, view, period.element),
        note,
        result.element,
        examples,
      ),
      recent.element,
    ),
  };
};

async function showExamples({ api, signal }: PageContext, place: HTMLElement, onChoose: (query: string) => void) {
  try {
    const { metricConfigs } = await listMetricConfigs(api, EXAMPLE_METRICS);
    if (signal.aborted) return;
    const queries = exampleQueries(metricConfigs);
    const start = element('a', { attributes: { href: '#/metrics/new' } }, 'Create a metric');
    if (queries.length === 0) replaceChildren(place, element('p', 'soft', 'There is nothing to ask yet. ', start, '.'));
    else
      replaceChildren(
        place,
        element('h3', '', 'Start with one of your metrics'),
        queryList('Examples', queries, onChoose),
      );
  } catch {
    // Examples only help: the page works without them.
  }
}

function failure(error: unknown): HTMLElement {
  if (isWithoutPrometheus(error))
    return notice(
      'info',
      element('strong', '', 'Prometheus does not answer, so queries cannot run right now. '),
      'Samples are counted all the same, and nothing is lost.',
    );
  return notice('bad', element('strong', '', 'The query could not be run. '), messageOf(error));
}
