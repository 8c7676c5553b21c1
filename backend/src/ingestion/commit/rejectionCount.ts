import type { RejectionCode } from '../../contract/rejectionCodes.ts';

/** Refusals to be counted for their owner. */
export interface RejectionCount {
  /** Undefined when they belong to no configuration. */
  readonly metricConfigId: string | undefined;
  readonly code: RejectionCode;
  readonly count: number;
  /** One of them, in words; holds no secret and no label value. */
  readonly example: string;
}

/** Text that Postgres can hold, cut to a length that a person reads. */
export function exampleText(text: string): string {
  return text.slice(0, 300).replaceAll('\u0000', '').toWellFormed();
}
