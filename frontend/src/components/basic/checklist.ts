import { element } from '../../dom.ts';
import { icon } from './icon.ts';

export type StepState = 'todo' | 'now' | 'done';

const WORDS: Record<StepState, string> = { todo: 'To do', now: 'Now', done: 'Done' };

/** One step of a checklist: its mark is said by shape, word and colour. */
export function checklistStep(options: { title: string; state: StepState; content?: Node | undefined }): HTMLElement {
  const { title, state, content } = options;
  return element(
    'li',
    {
      className: 'check-step',
      attributes: { 'data-state': state, 'aria-current': state === 'now' ? 'step' : undefined },
    },
    element('span', 'check-mark', state === 'done' ? icon('check') : undefined),
    element('div', 'check-body', element('h2', '', title, element('span', 'unseen', ` – ${WORDS[state]}`)), content),
  );
}
