import { type Child, element } from '../../dom.ts';
import { formatNumber } from '../../format.ts';
import { type BreakdownRow, FIRST_ROWS, formatShare } from '../../metric/breakdown.ts';
import { valueText } from '../../metric/filters.ts';
import { button } from '../basic/button.ts';
import { replaceKeepingFocus } from '../basic/replaceKeepingFocus.ts';

export interface BreakdownTable {
  readonly element: HTMLElement;
  show(rows: readonly BreakdownRow[], chosen: string | undefined): void;
  /** Takes away what is shown: it is not of what is chosen now. */
  clear(text: string): void;
}

/** The values of a label with their numbers; a press of one limits the page to it, or takes the limit away. */
export function breakdownTable(options: {
  title: string;
  /** What the numbers are: `Count`. */
  numberTitle: string;
  onChoose: (value: string) => void;
  onDownload: (rows: readonly BreakdownRow[]) => void;
}): BreakdownTable {
  const { title } = options;
  const body = element('div', 'breakdown-body');
  let shown: readonly BreakdownRow[] = [];
  let chosenValue: string | undefined;
  let isWhole = false;
  const download = button('CSV', () => options.onDownload(shown), {
    kind: 'quiet',
    icon: 'download',
    label: `${title}: download as CSV`,
  });
  download.disabled = true;
  const draw = () => replaceKeepingFocus(body, content);
  const content = (): Child[] => {
    if (shown.length === 0) return [element('p', 'soft', 'Nothing in this period.')];
    const rows = isWhole ? shown : shown.slice(0, FIRST_ROWS);
    return [tableOf(options, rows, chosenValue), shown.length > FIRST_ROWS ? toggleAll() : undefined];
  };
  const toggleAll = () =>
    button(
      isWhole ? `Show the ${FIRST_ROWS} largest` : `Show all ${shown.length}`,
      () => {
        isWhole = !isWhole;
        draw();
      },
      { kind: 'quiet' },
    );
  return {
    element: element(
      'section',
      { className: 'panel breakdown', attributes: { 'aria-label': title } },
      element('div', 'breakdown-head', element('h2', '', title), download),
      body,
    ),
    show(rows, chosen) {
      [shown, chosenValue] = [rows, chosen];
      download.disabled = rows.length === 0;
      draw();
    },
    clear(text) {
      shown = [];
      download.disabled = true;
      replaceKeepingFocus(body, () => [element('p', 'soft', text)]);
    },
  };
}

function tableOf(
  { title, numberTitle, onChoose }: { title: string; numberTitle: string; onChoose: (value: string) => void },
  rows: readonly BreakdownRow[],
  chosen: string | undefined,
): HTMLElement {
  const hasShares = rows.some(({ share }) => share !== undefined);
  const head = (text: string, className = '') => element('th', { className, attributes: { scope: 'col' } }, text);
  return element(
    'table',
    '',
    element('caption', 'unseen', title),
    element(
      'thead',
      '',
      element('tr', '', head('Value'), head(numberTitle, 'number'), hasShares ? head('Share', 'number') : undefined),
    ),
    element(
      'tbody',
      '',
      ...rows.map((row) =>
        element(
          'tr',
          '',
          element('td', 'breakdown-value', barOf(row), valueButton(row.value, row.value === chosen, onChoose)),
          element('td', 'number', formatNumber(row.number)),
          row.share === undefined ? undefined : element('td', 'number soft', formatShare(row.share)),
        ),
      ),
    ),
  );
}

function barOf({ length }: BreakdownRow): HTMLElement {
  const bar = element('span', { className: 'breakdown-bar', attributes: { 'aria-hidden': 'true' } });
  bar.style.inlineSize = `${(length * 100).toFixed(2)}%`;
  return bar;
}

function valueButton(value: string, isChosen: boolean, onChoose: (value: string) => void): HTMLElement {
  const attributes = { type: 'button', 'aria-pressed': String(isChosen), title: valueText(value) };
  return element(
    'button',
    { className: 'breakdown-choice', attributes, on: { click: () => onChoose(value) } },
    valueText(value),
  );
}
