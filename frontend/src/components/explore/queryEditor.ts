import { element, replaceChildren, uniqueId } from '../../dom.ts';
import type { QueryFault } from '../../explore/queryFault.ts';
import { loading } from '../basic/emptyState.ts';
import { notice } from '../basic/notice.ts';
import type { CompletionSource, PromqlEditor } from './promqlEditor.ts';

export interface QueryEditor {
  readonly element: HTMLElement;
  text(): string;
  setText(text: string): void;
  /** Says what is wrong, and marks the place in the text where it is known. */
  showFault(fault: QueryFault | undefined): void;
  focus(): void;
}

interface Options {
  readonly text: string;
  readonly source: CompletionSource;
  readonly signal: AbortSignal;
  readonly onRun: () => void;
}

/** The field for a query. The editor comes as a file of its own; without it there is a plain text area. */
export function queryEditor({ text, source, signal, onRun }: Options): QueryEditor {
  const label = 'Query in PromQL';
  const hint =
    'Ctrl+Enter runs it; on a Mac Cmd+Enter. Suggestions appear while you type. Escape closes them, and Tab leaves the field.';
  const hintId = uniqueId('query-hint');
  const place = element('div', 'query-place');
  const fault = element('div', { className: 'query-fault', attributes: { 'aria-live': 'polite' } });
  let editor: PromqlEditor | undefined;
  let plain: HTMLTextAreaElement | undefined;
  let current = text;
  let shownFault: QueryFault | undefined;

  const showFault = (found: QueryFault | undefined) => {
    shownFault = found;
    editor?.showFault(found);
    const where = found?.from === undefined ? '' : ` It is underlined in the text.`;
    replaceChildren(fault, found && notice('bad', `${found.message}${found.message.endsWith('.') ? '' : '.'}${where}`));
  };
  const note = element('div', '', loading('the editor'));
  import('./promqlEditor.ts').then(
    ({ makePromqlEditor }) => {
      if (signal.aborted) return;
      note.remove();
      const onChange = () => {
        current = editor?.text() ?? current;
        shownFault = undefined;
        replaceChildren(fault);
      };
      editor = makePromqlEditor(place, { text: current, label, source, onRun, onChange });
      // The answer to a query of the address can be here before the editor is.
      if (shownFault) editor.showFault(shownFault);
    },
    () => {
      plain = plainField(label, hintId, current);
      replaceChildren(note, plain);
    },
  );
  signal.addEventListener('abort', () => editor?.destroy());

  const root = element(
    'div',
    'query-editor',
    element('p', { className: 'soft query-hint', attributes: { id: hintId } }, hint),
    place,
    note,
    fault,
  );
  return {
    element: root,
    text: () => editor?.text() ?? plain?.value ?? current,
    setText(next) {
      current = next;
      editor?.setText(next);
      if (plain) plain.value = next;
    },
    showFault,
    focus: () => (editor ?? plain)?.focus(),
  };
}

function plainField(label: string, hintId: string, text: string): HTMLTextAreaElement {
  const attributes = { 'aria-label': label, 'aria-describedby': hintId, rows: '3', spellcheck: 'false' };
  const field = element('textarea', { attributes });
  field.value = text;
  return field;
}
