// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { element } from '../../dom.ts';
import { buildConfig } from '../../testing/records.ts';
import { find } from '../../testing/screen.ts';
import { type FirstStepsState, firstSteps } from './firstSteps.ts';

const inPages = buildConfig();
const onServers = buildConfig({ inPages: false });

/** Each step as its state and what it has besides its title. */
function steps(state: Partial<FirstStepsState>) {
  const made = firstSteps({
    metrics: [],
    received: false,
    secret: undefined,
    choice: () => element('i', '', 'choice'),
    siteTag: ({ name }) => element('i', '', `tag for ${name}`),
    live: () => element('i', '', 'live'),
    ...state,
  });
  return made.map((step) => [step.dataset.state, step.querySelector('i')?.textContent ?? '']);
}

describe('the first minutes', () => {
  it('begin with the secret', () => {
    expect(steps({ secret: element('i', '', 'secret') })).toEqual([
      ['now', 'secret'],
      ['todo', 'choice'],
      ['todo', ''],
      ['todo', ''],
    ]);
  });

  it('go on with a metric, when the secret is put away', () => {
    expect(steps({})).toEqual([
      ['done', ''],
      ['now', 'choice'],
      ['todo', ''],
      ['todo', ''],
    ]);
  });

  it('then with the site tag and the first event', () => {
    expect(steps({ metrics: [inPages] })).toEqual([
      ['done', ''],
      ['done', 'choice'],
      ['now', 'tag for Visits'],
      ['now', 'live'],
    ]);
  });

  it('need no site tag for a metric that only servers add to', () => {
    expect(steps({ metrics: [onServers] })).toEqual([
      ['done', ''],
      ['now', 'choice'],
      ['todo', ''],
      ['now', 'live'],
    ]);
  });

  it('are over with the first event: there may be more to count, and the tag is in a page', () => {
    const state = { metrics: [inPages], received: true };
    expect(steps(state)).toEqual([
      ['done', ''],
      ['done', 'choice'],
      ['done', ''],
      ['done', 'live'],
    ]);
    const [, choice, , last] = firstSteps({
      ...state,
      secret: undefined,
      choice: () => element('i', ''),
      siteTag: () => element('i', ''),
      live: () => element('i', ''),
    });
    expect([choice, last].map((step) => step && find(step, 'h2').textContent)).toEqual([
      'Choose what else to count – Done',
      'The first event is here – Done',
    ]);
  });
});
