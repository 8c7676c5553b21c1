import { ValidationError } from '../errors.ts';

/** A query that is not forwarded. `detail` is for its author; it quotes no more than a word of the query. */
export function refusal(detail: string): ValidationError {
  return new ValidationError(detail, undefined, 'promql_refused');
}
