import { ValidationError } from '../../errors.ts';
import type { Plan } from './plans.ts';
import type { AskPrometheus } from './upstream.ts';

/**
 * Lets Prometheus parse selectors whose regular expressions decide whether they are empty. It formats them, which reads no series. What
 * else it finds wrong it will say again of the query itself, so only the one refusal counts here.
 * @throws ValidationError when it refuses a selector as empty
 */
export async function checkSelectors(
  ask: AskPrometheus,
  { expression, detail }: NonNullable<Plan['parseFirst']>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const form = new URLSearchParams({ query: expression });
    const answer = await ask({ method: 'POST', path: 'format_query', form }, signal);
    await answer.cancel();
  } catch (error) {
    signal.throwIfAborted();
    const isEmpty = error instanceof ValidationError && error.message.includes('non-empty matcher');
    if (isEmpty) throw new ValidationError(detail, undefined, 'bad_data');
  }
}
