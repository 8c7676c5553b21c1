// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { choose, find, show, texts } from '../../testing/screen.ts';
import { checklistStep } from './checklist.ts';
import { dataTable } from './dataTable.ts';
import { notice } from './notice.ts';
import { segmented } from './segmented.ts';
import { statTile } from './statTile.ts';
import { toast } from './toast.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('a tile with a number', () => {
  it('changes in place, and does not touch what is the same', () => {
    const tile = statTile('Total');
    expect(tile.element.textContent).toBe('Total…');
    tile.set('12', 'of 20');
    const number = find(tile.element, 'dd:not(.tile-note)').firstChild;
    tile.set('12', 'of 21', 'Average');
    expect(tile.element.textContent).toBe('Average12of 21');
    expect(find(tile.element, 'dd:not(.tile-note)').firstChild).toBe(number);
    tile.set('13');
    expect(tile.element.textContent).toBe('Total13');
  });
});

describe('a choice of a few', () => {
  it('is a group of radio buttons of its own', () => {
    const chosen: string[] = [];
    const choices = [
      ['a', 'First'],
      ['b', 'Second'],
    ] as const;
    const make = () => segmented({ label: 'Show', choices, value: 'b', onChange: (value) => chosen.push(value) });
    const [made, other] = [make(), make()];
    const inputs = [...made.querySelectorAll('input')];
    expect(inputs.map(({ checked }) => checked)).toEqual([false, true]);
    expect(find<HTMLInputElement>(other, 'input[value=a]').name).not.toBe(inputs[0]?.name);
    choose(inputs[0] as HTMLInputElement, true);
    expect(chosen).toEqual(['a']);
  });
});

describe('a message', () => {
  it('is heard at once only when it is bad', () => {
    const roles = (['info', 'ok', 'warn', 'bad'] as const).map((tone) => notice(tone, 'text').getAttribute('role'));
    expect(roles).toEqual([null, null, null, 'alert']);
  });

  it('of something done is gone after a while', () => {
    vi.useFakeTimers();
    toast('Saved.');
    vi.advanceTimersByTime(2_000);
    toast('Deleted.');
    expect(texts(document, '[role=status] p')).toEqual(['Saved.', 'Deleted.']);
    vi.advanceTimersByTime(2_000);
    expect(texts(document, '[role=status] p')).toEqual(['Deleted.']);
    vi.advanceTimersByTime(2_000);
    expect(texts(document, '[role=status] p')).toEqual([]);
  });
});

describe('a table', () => {
  it('is called by its caption, has heads of columns, and sets numbers flush right', () => {
    const columns = [{ title: 'Path' }, { title: 'Count', numeric: true }];
    const made = show(dataTable({ caption: 'Series', columns, rows: [['/a', '12']] }));
    expect([made.getAttribute('aria-label'), find(made, 'caption').textContent]).toEqual(['Series', 'Series']);
    expect(texts(made, 'th[scope=col]')).toEqual(['Path', 'Count']);
    expect(texts(made, 'td')).toEqual(['/a', '12']);
    expect(texts(made, '.number')).toEqual(['Count', '12']);
  });
});

describe('a step of a checklist', () => {
  it.each([
    ['todo', 'To do', null, 0],
    ['now', 'Now', 'step', 0],
    ['done', 'Done', null, 1],
  ] as const)('that is %s says so in a word, too', (state, word, current, marks) => {
    const made = checklistStep({ title: 'Paste it', state });
    expect(find(made, 'h2').textContent).toBe(`Paste it – ${word}`);
    expect([made.getAttribute('aria-current'), made.querySelectorAll('svg').length]).toEqual([current, marks]);
  });
});
