import type { MetricView } from '../../metric/metricView.ts';
import type { Period } from '../../period/period.ts';

/** What the numbers on the page are of. */
export interface Scope {
  readonly view: MetricView;
  readonly period: Period;
  /** By Prometheus's clock. */
  readonly nowSeconds: number;
}

/** A part of the page whose numbers come from Prometheus. */
export interface NumberPart {
  readonly element: HTMLElement;
  /** What of a view its numbers depend on, as text. */
  readonly keyOf: (view: MetricView) => string;
  /** Asks; what it gives shows the answer. */
  readonly load: (scope: Scope) => Promise<() => void>;
  /** Says that there are no numbers of what is chosen, and why. */
  readonly fail: (error: unknown) => void;
}

/** A text that differs when any of these differ. */
export function keyOf(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}
