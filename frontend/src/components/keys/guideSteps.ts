import { type Child, element } from '../../dom.ts';
import type { Guide } from '../../examples/guides/guide.ts';
import { commandBlock } from '../basic/commandBlock.ts';

/** What to do, one step after the other; the other way, when there is one; and what people stumble over. */
export function guideSteps({ title, steps, instead, notes = [] }: Guide): HTMLElement {
  return element(
    'div',
    'guide',
    stepList(title, steps),
    ...(instead ? [element('h3', '', instead.title), stepList(instead.title, instead.steps)] : []),
    notes.length > 0
      ? element('ul', 'guide-notes bullets', ...notes.map((note) => element('li', '', ...withCode(note))))
      : undefined,
  );
}

/** Numbered when there are several. */
function stepList(title: string, steps: Guide['steps']): HTMLElement {
  const contents = steps.map(({ text, code }) => [element('p', '', ...withCode(text)), code && commandBlock(code)]);
  if (contents.length === 1) return element('div', 'guide-steps', ...(contents[0] ?? []));
  return element(
    'ol',
    { className: 'guide-steps numbered', attributes: { role: 'list', 'aria-label': title } },
    ...contents.map((content) => element('li', '', ...content)),
  );
}

/** Text with code between backticks. */
function withCode(text: string): Child[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? element('code', '', part) : part));
}
