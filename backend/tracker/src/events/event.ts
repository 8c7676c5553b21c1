/** What comes with an event; whatever a page gives here is checked where it is used. */
export interface EventOptions {
  /** Counters add it (1 when absent), the other types need it. */
  readonly value?: unknown;
  /** Label names and values; names that the configuration does not declare are left out. */
  readonly labels?: unknown;
}

/** Tells of one event; never throws. */
export type Track = (event: string, options?: EventOptions) => void;
