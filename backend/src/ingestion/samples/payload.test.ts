import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors.ts';
import { parseJson, parsePayload, takeCredentials } from './payload.ts';

const limits = { samples: 1_000, values: 2_000 };
const metrics = [{ name: 'a' }];

function failure(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('parsePayload', () => {
  it('takes a batch id from the body, from the header, or from both when they agree', () => {
    expect(parsePayload({ metrics }, undefined, limits)).toEqual({ batchId: undefined, samples: metrics });
    expect(parsePayload({ metrics, batchId: 'b 1' }, undefined, limits).batchId).toBe('b 1');
    expect(parsePayload({ metrics }, 'b1', limits).batchId).toBe('b1');
    expect(parsePayload({ metrics }, ' "b\\"1\\\\" ', limits).batchId).toBe('b"1\\');
    expect(parsePayload({ metrics, batchId: 'b1' }, '"b1"', limits).batchId).toBe('b1');
  });

  it('refuses ids that differ', () => {
    const error = failure(() => parsePayload({ metrics, batchId: 'b1' }, 'b2', limits));
    expect(error).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ path: 'body.batchId' }] });
  });

  it.each(['', '""', 'ü', 'a\tb', 'x'.repeat(256)])('refuses the Idempotency-Key %j', (key) => {
    const error = failure(() => parsePayload({ metrics }, key, limits));
    expect(error).toMatchObject({ status: 400, errors: [{ path: 'header.Idempotency-Key' }] });
  });

  it.each(['', 'ü', 'a\n', 'x'.repeat(256), 5, null])('refuses the batchId %j', (batchId) => {
    const error = failure(() => parsePayload({ metrics, batchId }, undefined, limits));
    expect(error).toMatchObject({ status: 400, errors: [{ path: 'body.batchId' }] });
  });

  it.each([
    [null, 'body'],
    [[], 'body'],
    ['text', 'body'],
    [{}, 'body.metrics'],
    [{ metrics: [] }, 'body.metrics'],
    [{ metrics: {} }, 'body.metrics'],
    [{ metrics, tenant: 'x' }, 'body'],
    [JSON.parse('{"metrics":[{}],"__proto__":{"batchId":"x"}}'), 'body'],
  ])('refuses %j at %s', (body, path) => {
    const error = failure(() => parsePayload(body, undefined, limits));
    expect(error).toMatchObject({ status: 400, errors: [{ path }] });
    expect(error.message.length).toBeLessThan(400);
  });

  it('counts samples, and values in arrays', () => {
    const full = Array.from({ length: 1_000 }, () => ({ name: 'a', value: [1, 2] }));
    expect(parsePayload({ metrics: full }, undefined, limits).samples).toHaveLength(1_000);
    const tooManySamples = failure(() => parsePayload({ metrics: [...full, 1] }, undefined, limits));
    expect(tooManySamples).toMatchObject({ status: 400, code: 'batch_too_large' });
    const tooManyValues = failure(() =>
      parsePayload({ metrics: [{ value: Array(2_001).fill(1) }] }, undefined, limits),
    );
    expect(tooManyValues).toMatchObject({ status: 400, code: 'batch_too_large' });
  });
});

describe('takeCredentials', () => {
  it('splits them from the rest', () => {
    const { credentials, rest } = takeCredentials({ apiKey: 'k', apiSecret: 's', batchId: 'b', metrics });
    expect(credentials).toEqual({ apiKey: 'k', apiSecret: 's' });
    expect(rest).toEqual({ batchId: 'b', metrics });
  });

  it('never repeats a secret', () => {
    const error = failure(() => takeCredentials({ apiKey: 'k', apiSecret: 'very secret'.repeat(50), metrics }));
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('very secret');
    expect(failure(() => takeCredentials({ metrics }))).toMatchObject({
      errors: [{ path: 'body.apiKey' }, { path: 'body.apiSecret' }],
    });
  });
});

describe('parseJson', () => {
  it('is a 400 for what is not JSON, and takes deep nesting', () => {
    expect(failure(() => parseJson('{'))).toMatchObject({ status: 400, code: 'invalid_json' });
    expect(parseJson(`${'['.repeat(40_000)}${']'.repeat(40_000)}`)).toBeInstanceOf(Array);
  });
});
