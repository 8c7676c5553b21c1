import type { VitalVerdict } from './vitalBands.ts';

/** A number of a period with its name, as text. */
export interface NamedNumber {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  readonly verdict?: VitalVerdict;
}

/** The numbers that a metric's page begins with. */
export interface PeriodNumbers {
  /** The one that is the answer; of web vitals there is one for each. */
  readonly main: readonly NamedNumber[];
  /** How it differs from the period before. */
  readonly change?: string;
  readonly more: readonly NamedNumber[];
}
