import { type Child, replaceChildren } from '../../dom.ts';
import { isAbort } from '../../failure.ts';
import { loading } from './emptyState.ts';
import { failureNote } from './failureNote.ts';
import { replaceKeepingFocus } from './replaceKeepingFocus.ts';

export interface Loading<T> {
  /** What loads, as in “Loading your API keys …”. */
  readonly what: string;
  /** Of the page: once it is left, nothing is shown any more. */
  readonly signal: AbortSignal;
  readonly load: () => Promise<T>;
  /** What stands in the place then. */
  readonly show: (loaded: T) => readonly Child[];
  /** Stands above while there is nothing else: the heading of a page that is named by what it loads. */
  readonly heading?: () => HTMLElement;
  /** What “Try again” does; `load` of the place unless it is given. */
  readonly retry?: () => Promise<void>;
}

export interface LoadedPlace {
  /** Loads, and shows what came or why nothing did. Never rejects; of several at once the one asked last is shown. */
  load(): Promise<void>;
  /** The same for `poll`: what is shown stays when it cannot be loaded again, and the failure is thrown. */
  refresh(): Promise<void>;
}

/**
 * Fills a place with what has to be loaded first. An empty place says at once that it loads; from then on it shows what came last, or what
 * failed, with a way to try again. A failure because the page was left is shown to nobody; that includes a session that has ended, when the
 * person has left the page instead of signing in again.
 */
export function loadInto<T>(place: HTMLElement, options: Loading<T>): LoadedPlace {
  const { what, signal, heading } = options;
  let asked = 0;
  let isShown = false;

  const attempt = async (keepsOld: boolean) => {
    asked += 1;
    const own = asked;
    if (!isShown && !place.hasChildNodes()) replaceChildren(place, heading?.(), loading(what));
    const isWanted = () => own === asked && !signal.aborted;
    try {
      const loaded = await options.load();
      if (!isWanted()) return;
      replaceKeepingFocus(place, () => options.show(loaded));
      isShown = true;
    } catch (error) {
      const isOld = keepsOld && isShown;
      if (isWanted() && !isAbort(error) && !isOld) {
        replaceKeepingFocus(place, () => [heading?.(), failureNote(sentenceStart(what), error, options.retry ?? load)]);
        isShown = false;
      }
      throw error;
    }
  };
  const load = () => attempt(false).catch(() => undefined);
  return { load, refresh: () => attempt(true) };
}

function sentenceStart(what: string): string {
  return what.charAt(0).toUpperCase() + what.slice(1);
}
