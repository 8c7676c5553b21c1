import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, forceLinting, linter } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, tooltips } from '@codemirror/view';
import { type PrometheusClient, PromQLExtension } from '@prometheus-io/codemirror-promql';
import type { QueryFault } from '../../explore/queryFault.ts';
import { editorTheme, promqlColors } from './editorTheme.ts';

/** What completion offers: names of series, labels and their values. */
export type CompletionSource = PrometheusClient;

export interface EditorOptions {
  readonly text: string;
  /** What it is called for those who do not see it. */
  readonly label: string;
  readonly source: CompletionSource;
  /** Called on Ctrl+Enter, on a Mac Cmd+Enter. */
  readonly onRun: () => void;
  readonly onChange: () => void;
}

export interface PromqlEditor {
  text(): string;
  setText(text: string): void;
  /** Marks what the API has refused, until the text changes. */
  showFault(fault: QueryFault | undefined): void;
  focus(): void;
  destroy(): void;
}

/**
 * Puts an editor for PromQL into a place. The library adds its styles to a document as a `<style>` element, which the policy of the page
 * refuses; into a shadow root it puts a constructed style sheet, which the policy allows. So the editor lives in a shadow root. This
 * module is a file of its own after the build: like `plot.ts`, it takes from the rest of the dashboard only what it is given.
 */
export function makePromqlEditor(place: HTMLElement, options: EditorOptions): PromqlEditor {
  const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
  let refused: QueryFault | undefined;
  const promql = new PromQLExtension().setComplete({ remote: options.source }).activateLinter(false);
  const lintOwn = promql.getLinter().promQL.call(promql.getLinter());

  const lint = async (view: EditorView): Promise<Diagnostic[]> => {
    if (view.state.doc.length === 0) return [];
    const own = await lintOwn(view);
    return refused?.from === undefined ? [...own] : [...own, diagnosticOf(refused.message, refused.from, view)];
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        promql.asExtension(),
        syntaxHighlighting(promqlColors),
        editorTheme,
        history(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        tooltips({ position: 'fixed' }),
        linter(lint, { delay: 500 }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false', autocapitalize: 'off' }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          refused = undefined;
          options.onChange();
        }),
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => runQuery() }])),
        // Tab is not among the keys: it goes on to the next control, so nobody is held in the editor.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
      ],
    }),
  });
  const runQuery = () => {
    options.onRun();
    return true;
  };
  return {
    text: () => view.state.doc.toString(),
    setText(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    showFault(fault) {
      refused = fault;
      // A dispatch that changes nothing has the linter run again.
      view.dispatch({});
      forceLinting(view);
    },
    focus: () => view.focus(),
    destroy() {
      promql.destroy();
      view.destroy();
    },
  };
}

/** From the place of the fault to the end of the word there, or one character, or at the end of the text the one before. */
function diagnosticOf(message: string, from: number, { state }: EditorView): Diagnostic {
  const at = Math.min(from, Math.max(0, state.doc.length - 1));
  const word = state.wordAt(at);
  return {
    from: at,
    to: word && word.to > at ? word.to : Math.min(at + 1, state.doc.length),
    severity: 'error',
    message,
  };
}
