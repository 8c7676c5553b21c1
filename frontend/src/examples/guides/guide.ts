import type { makeSnippet, Snippet } from '../snippet.ts';

/** What the steps are made from: see `GET /api/v1/client/site-tag`. */
export interface SiteAddresses {
  /** HTML to paste. */
  readonly scriptTag: string;
  /** HTML to stand before it, in one line. */
  readonly earlyTag: string;
  /** What the tag loads. */
  readonly scriptUrl: string;
  /** Where the script sends. */
  readonly endpoint: string;
}

/** Given as an argument, so that the guides import nothing at run time and load as one file. */
export type MakeSnippet = typeof makeSnippet;

/** Texts hold code between backticks. */
export interface GuideStep {
  readonly text: string;
  readonly code?: Snippet;
}

export interface Guide {
  readonly title: string;
  readonly steps: readonly GuideStep[];
  /** What people stumble over. */
  readonly notes?: readonly string[];
  /** Another way to the same end. */
  readonly instead?: Guide;
}
