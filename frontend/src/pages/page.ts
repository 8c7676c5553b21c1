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
  /** Writes another query into the address, without opening the page anew: the way back leads to the one before. */
  readonly setQuery: (query: string) => void;
  /** Who listens is told of another query in the address, by the way back or a link, and the page stays open; without it opens anew. */
  readonly onQuery: (listener: (query: URLSearchParams) => void) => void;
  /** Goes to another page; `replace` leaves no way back to this one. */
  readonly go: (path: string, options?: { replace?: boolean }) => void;
  /** Gives the page another title, once it knows what it is about. */
  readonly setTitle: (title: string) => void;
}

export interface Page {
  readonly title: string;
  readonly element: HTMLElement;
}

export type MakePage = (context: PageContext) => Page;
