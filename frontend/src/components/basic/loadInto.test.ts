// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { element } from '../../dom.ts';
import { ApiError, UnreachableError } from '../../failure.ts';
import { control, find, show } from '../../testing/screen.ts';
import { type Loading, loadInto } from './loadInto.ts';

/** Answers that come when the test says so, in any order. */
function answers() {
  const given: { resolve: (text: string) => void; reject: (error: unknown) => void }[] = [];
  const load = () => new Promise<string>((resolve, reject) => given.push({ resolve, reject }));
  return { load, given };
}

let leave: AbortController;
beforeEach(() => {
  leave = new AbortController();
});

function make(options: Partial<Loading<string>> & Pick<Loading<string>, 'load'>) {
  const place = show(element('div', ''));
  const show_ = (text: string) => [element('button', '', text)];
  const loaded = loadInto(place, { what: 'your metrics', signal: leave.signal, show: show_, ...options });
  return { place, ...loaded };
}

const unreachable = new UnreachableError('example.com does not answer.');
const aborted = new DOMException('The page was left.', 'AbortError');

describe('what is loaded', () => {
  it('says that it loads, and is shown when it is there', async () => {
    const { load: ask, given } = answers();
    const { place, load } = make({ load: ask });
    const done = load();
    expect(place.textContent).toBe('Loading your metrics …');
    expect(find(place, '[role=status]')).toBeDefined();
    given[0]?.resolve('three');
    await done;
    expect(place.textContent).toBe('three');
  });

  it('says what failed and why, and tries again', async () => {
    const { load: ask, given } = answers();
    const { place, load } = make({ load: ask });
    const done = load();
    given[0]?.reject(unreachable);
    await done;
    expect(place.textContent).toBe('Your metrics could not be loaded.example.com does not answer.Try again');
    const again = control(place, 'Try again');
    again.click();
    again.click();
    expect([given.length, again.getAttribute('aria-busy')]).toEqual([2, 'true']);
    given[1]?.resolve('three');
    await vi.waitFor(() => expect(place.textContent).toBe('three'));
  });

  it('has a heading above it while there is nothing else, and the focus goes on to the heading that comes', async () => {
    const { load: ask, given } = answers();
    const head = (title: string) => element('h1', { attributes: { tabindex: '-1' } }, title);
    const { place, load } = make({ load: ask, heading: () => head('Metric'), show: (text) => [head(text)] });
    const first = load();
    expect(place.textContent).toBe('MetricLoading your metrics …');
    place.querySelector('h1')?.focus();
    given[0]?.reject(unreachable);
    await first;
    expect([find(place, 'h1').textContent, document.activeElement]).toEqual(['Metric', find(place, 'h1')]);
    const second = load();
    given[1]?.resolve('Visits');
    await second;
    expect([place.textContent, document.activeElement]).toEqual(['Visits', find(place, 'h1')]);
  });

  it('stays while it is loaded again', async () => {
    const { load: ask, given } = answers();
    const { place, load } = make({ load: ask });
    const first = load();
    given[0]?.resolve('old');
    await first;
    const second = load();
    expect(place.textContent).toBe('old');
    given[1]?.resolve('new');
    await second;
    expect(place.textContent).toBe('new');
  });

  it('is what was asked for last, whatever comes last', async () => {
    const { load: ask, given } = answers();
    const { place, load } = make({ load: ask });
    const all = [load(), load()];
    given[1]?.resolve('second');
    given[0]?.resolve('first');
    await Promise.all(all);
    expect(place.textContent).toBe('second');
  });

  it('is not replaced by the failure of an earlier call', async () => {
    const { load: ask, given } = answers();
    const { place, load } = make({ load: ask });
    const all = [load(), load()];
    given[1]?.resolve('second');
    given[0]?.reject(unreachable);
    await Promise.all(all);
    expect(place.textContent).toBe('second');
  });

  it.each([
    ['an answer', (given: ReturnType<typeof answers>['given']) => given[0]?.resolve('three')],
    ['a failure', (given: ReturnType<typeof answers>['given']) => given[0]?.reject(unreachable)],
    [
      'a session that has ended',
      (given: ReturnType<typeof answers>['given']) => given[0]?.reject(new ApiError(401, 'invalid_token', 'Sign in.')),
    ],
  ])('is shown to nobody once the page is left: %s', async (_what, answer) => {
    const { load: ask, given } = answers();
    const shown = vi.fn(() => []);
    const { place, load } = make({ load: ask, show: shown });
    const done = load();
    leave.abort();
    answer(given);
    await done;
    expect([place.textContent, shown.mock.calls.length]).toEqual(['Loading your metrics …', 0]);
  });

  it('leaves the place as it is when its call was aborted', async () => {
    const { place, load } = make({ load: () => Promise.reject(aborted) });
    await load();
    expect(place.textContent).toBe('Loading your metrics …');
  });

  it('may stand elsewhere: the place is empty then, also while it is loaded again', async () => {
    const { load: ask, given } = answers();
    const { place, load } = make({ load: ask, show: () => [] });
    const first = load();
    given[0]?.resolve('');
    await first;
    void load();
    expect(place.textContent).toBe('');
  });

  it('does not hide a fault of what shows it', async () => {
    const shows = () => {
      throw new TypeError('x is undefined');
    };
    const { place, load } = make({ load: () => Promise.resolve(''), show: shows });
    await load();
    expect(place.textContent).toContain('This page has a fault.');
  });

  it('keeps the focus on the same button', async () => {
    const { place, load } = make({ load: () => Promise.resolve('Next') });
    await load();
    const old = control(place, 'Next');
    old.focus();
    await load();
    expect([document.activeElement === old, document.activeElement]).toEqual([false, control(place, 'Next')]);
  });
});

describe('what is refreshed', () => {
  it('stays when it cannot be loaded again, and the failure goes to the poll', async () => {
    const results = [Promise.resolve('three'), Promise.reject(unreachable)];
    const { place, refresh } = make({ load: () => results.shift() ?? Promise.resolve('') });
    await refresh();
    await expect(refresh()).rejects.toBe(unreachable);
    expect(place.textContent).toBe('three');
  });

  it('says what failed when there is nothing to stay, and tries again as it is told', async () => {
    const retry = vi.fn(() => Promise.resolve());
    const { place, refresh } = make({ load: () => Promise.reject(unreachable), retry });
    await expect(refresh()).rejects.toBe(unreachable);
    control(place, 'Try again').click();
    expect(retry).toHaveBeenCalledOnce();
    await expect(refresh()).rejects.toBe(unreachable);
    expect(place.textContent).toContain('Your metrics could not be loaded.');
  });

  it('says nothing of a call that was aborted, but to the poll', async () => {
    const { place, refresh } = make({ load: () => Promise.reject(aborted) });
    await expect(refresh()).rejects.toBe(aborted);
    expect(place.textContent).toBe('Loading your metrics …');
  });
});
