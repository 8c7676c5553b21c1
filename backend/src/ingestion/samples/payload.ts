import { z } from 'zod';
import { limits as published } from '../../contract/limits.ts';
import { type FieldError, ValidationError } from '../../errors.ts';

/** The body of `POST /api/v1/metrics`. Samples are still unchecked. */
export interface Payload {
  /** From the body or from Idempotency-Key; undefined when the sender gave none. */
  readonly batchId: string | undefined;
  readonly samples: readonly unknown[];
  /** Entries that the sender had to give up since its last batch. */
  readonly dropped?: number;
  /** The sender says of itself that it is a robot. */
  readonly robot?: boolean;
}

/** Credentials inside a text/plain body. */
export interface BodyCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** What one kind of sender may put in one request. */
export interface PayloadLimits {
  /** Samples in one request. */
  readonly samples: number;
  /** Values in one request, arrays counted by their length. */
  readonly values: number;
}

const batchIdShape = /^[\x20-\x7e]{1,255}$/;
const batchIdRule = 'must be 1 to 255 printable ASCII characters';

const envelope = z.strictObject({
  batchId: z.string({ error: batchIdRule }).regex(batchIdShape, batchIdRule).optional(),
  metrics: z.array(z.unknown(), { error: 'must be a list of samples' }).min(1, 'must hold at least one sample'),
  dropped: z.int({ error: 'must be a whole number' }).min(0).max(published.batch.dropped).optional(),
  robot: z.boolean({ error: 'must be true or false' }).optional(),
});
const envelopeWithCredentials = envelope.extend({
  apiKey: z.string({ error: 'is required' }).max(200),
  apiSecret: z.string({ error: 'is required' }).max(200),
});

/** @throws ValidationError `invalid_json` */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ValidationError('The body is not valid JSON.', undefined, 'invalid_json');
  }
}

/**
 * The credentials of a text/plain body, and the rest of it.
 * @throws ValidationError when they are not there
 */
export function takeCredentials(body: unknown): { credentials: BodyCredentials; rest: unknown } {
  const parsed = envelopeWithCredentials.safeParse(body);
  if (!parsed.success) throw envelopeError(parsed.error);
  const { apiKey, apiSecret, ...rest } = parsed.data;
  return { credentials: { apiKey, apiSecret }, rest };
}

/**
 * @param idempotencyKey value of the Idempotency-Key header, bare or as a quoted string (RFC 9651); the body's batchId must agree with it
 * @throws ValidationError that names the field, or counts what is too many
 */
export function parsePayload(body: unknown, idempotencyKey: string | undefined, limits: PayloadLimits): Payload {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) throw envelopeError(parsed.error);
  const { metrics, batchId: inBody, dropped, robot } = parsed.data;
  if (metrics.length > limits.samples) throw tooMany(`${metrics.length} samples`, `${limits.samples} samples`);
  const values = countValues(metrics);
  if (values > limits.values) throw tooMany(`${values} values`, `${limits.values} values`);
  const inHeader = idempotencyKey === undefined ? undefined : unquote(idempotencyKey);
  if (inHeader !== undefined && !batchIdShape.test(inHeader)) {
    throw new ValidationError(`Idempotency-Key ${batchIdRule}`, [
      { path: 'header.Idempotency-Key', message: batchIdRule },
    ]);
  }
  if (inHeader !== undefined && inBody !== undefined && inHeader !== inBody) {
    throw new ValidationError('Idempotency-Key and batchId differ; send one of them.', [
      { path: 'body.batchId', message: 'differs from the Idempotency-Key header' },
    ]);
  }
  return {
    batchId: inBody ?? inHeader,
    samples: metrics,
    ...(dropped !== undefined && { dropped }),
    ...(robot !== undefined && { robot }),
  };
}

function countValues(samples: readonly unknown[]): number {
  let count = 0;
  for (const sample of samples) {
    const value = typeof sample === 'object' && sample !== null ? Reflect.get(sample, 'value') : undefined;
    count += Array.isArray(value) ? value.length : 1;
  }
  return count;
}

function unquote(text: string): string {
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text.trim());
  return quoted ? (quoted[1] ?? '').replace(/\\(["\\])/g, '$1') : text.trim();
}

function tooMany(given: string, allowed: string): ValidationError {
  return new ValidationError(
    `The request holds ${given}; at most ${allowed} may travel together.`,
    [{ path: 'body.metrics', message: `at most ${allowed}` }],
    'batch_too_large',
  );
}

function envelopeError(error: z.ZodError): ValidationError {
  const errors: FieldError[] = error.issues
    .slice(0, 20)
    .map((issue) =>
      issue.code === 'unrecognized_keys'
        ? { path: 'body', message: `${issue.keys.slice(0, 5).join(', ').slice(0, 200)}: not a field of this endpoint` }
        : { path: ['body', ...issue.path.map(String)].join('.'), message: issue.message },
    );
  const first = errors[0];
  return new ValidationError(first ? `${first.path}: ${first.message}` : 'The body is not valid.', errors);
}
