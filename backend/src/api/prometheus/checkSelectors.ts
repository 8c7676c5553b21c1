import { ValidationError } from '../../errors.ts';
import type { Plan } from './plans.ts';
import type { AskPrometheus } from './upstream.ts';

/** The beginning of 1970, of which no Prometheus has samples. */
const beforeAllSamples = '0';

/**
 * Lets Prometheus parse selectors whose regular expressions decide whether they are empty. It is asked for their series at a time before
 * all samples, so that it reads none. `format_query` would parse them as well, but takes quadratic time for several. What else it finds
 * wrong it will say again of the query itself, so only the one refusal counts here.
 * @throws ValidationError when it refuses a selector as empty
 */
export async function checkSelectors(
  ask: AskPrometheus,
  { selectors, detail }: NonNullable<Plan['parseFirst']>,
  signal: AbortSignal,
): Promise<void> {
  const form = new URLSearchParams(selectors.map((selector): [string, string] => ['match[]', selector]));
  form.set('start', beforeAllSamples);
  form.set('end', beforeAllSamples);
  try {
    const answer = await ask({ method: 'POST', path: 'series', form, outlivesCaller: true }, signal);
    await answer.cancel();
  } catch (error) {
    signal.throwIfAborted();
    const isEmpty = error instanceof ValidationError && error.message.includes('non-empty matcher');
    if (isEmpty) throw new ValidationError(detail, undefined, 'bad_data');
  }
}
