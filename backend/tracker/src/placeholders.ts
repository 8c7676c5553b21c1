/** Whom a script sends as; the same two fields go into a text/plain body. */
export interface Credentials {
  /** Public key id. */
  readonly apiKey: string;
  /** In a page a browser token, on a server the key's secret. */
  readonly apiSecret: string;
}

/**
 * Free names in the templates: where one stands the generator writes its value, as escaped JSON or a literal regular expression. The minifier leaves them alone,
 * because no code declares them.
 */
declare global {
  /** Full URL of `POST /api/v1/metrics`. */
  const __UVP_ENDPOINT__: string;
  const __UVP_CREDENTIALS__: Credentials;
  /** What marks a page as counting this metric. */
  const __UVP_ID__: string;
  /** What the names of stored batches begin with. */
  const __UVP_STORE__: string;
  /** Longest wait of a value, in milliseconds. */
  const __UVP_INTERVAL__: number;
  /** Name of the metric that every sample carries. */
  const __UVP_METRIC__: string;
  /** The events that `uvp.track` and the markup may tell of; 0 where they may tell of any. */
  const __UVP_EVENTS__: readonly string[] | 0;
  /** Declared labels, each with the `$…` source that fills it, or an empty text when only the page itself does. */
  const __UVP_LABELS__: readonly (readonly [name: string, source: string])[];
  /** Paths of files whose links are downloads. */
  const __UVP_FILES__: RegExp;
  /** Own patterns of paths, and what a path that fits is called. The last that fits decides. */
  const __UVP_PATHS__: readonly (readonly [pattern: RegExp, name: string])[];
  /** Parameters of the query that are part of the path. */
  const __UVP_QUERY__: readonly string[];
  /** One page load in so many is counted, as so many. */
  const __UVP_SAMPLING__: number;
  /** What an event without a value counts: 1 for counters; text that is no number where a value is needed. */
  const __UVP_VALUE__: 1 | '-';
  /** The least value that the type of the metric takes. */
  const __UVP_LOWEST__: number;
}
