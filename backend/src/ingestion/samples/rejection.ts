import { type RejectionCode, rejectionCodes } from '../../contract/rejectionCodes.ts';

/** One refused sample, by its place in the request. */
export interface Rejection {
  readonly index: number;
  readonly code: RejectionCode;
  readonly detail: string;
}

/** The code of a refusal as it is counted. */
export function toRejectionCode(code: string): RejectionCode {
  return rejectionCodes.find((known) => known === code) ?? 'not_allowed';
}
