import type { ApiKeyWithSecret } from '../api/apiKeys.ts';
import type { Api } from '../api/client.ts';
import type { Session } from '../session/session.ts';

/** What the dashboard remembers until it is reloaded. */
export interface Memory {
  /** The default key of an account that was just made, until its secret has been put away. */
  newKey?: ApiKeyWithSecret | undefined;
}

/** What a page is given. */
export interface PageContext {
  readonly api: Api;
  readonly session: Session;
  readonly memory: Memory;
  /** Shows a message above this page and those that follow, until the person calls `close` or signs out. */
  readonly warn: (content: (close: () => void) => HTMLElement) => void;
  /** Aborted when the page is left: timers, listeners and calls end with it. */
  readonly signal: AbortSignal;
  /** A part of the address that its pattern names, decoded. */
  readonly param: (name: string) => string;
  readonly query: URLSearchParams;
  /** Goes to another page; `replace` leaves no way back to this one. */
  readonly go: (path: string, options?: { replace?: boolean }) => void;
  /** Gives the page another title, once it knows what it is about. */
  readonly setTitle: (title: string) => void;
}

export interface Page {
  readonly title: string;
  readonly element: HTMLElement;
  /** Shows what another query of the same address asks for. A page without it is made anew. */
  readonly showQuery?: (query: URLSearchParams) => void;
}

export type MakePage = (context: PageContext) => Page;
