import { describe, expect, it } from 'vitest';
import { ApiError, DeletedError, isAbort, isWithoutPrometheus, messageOf, UnreachableError } from './failure.ts';

describe('what a person is told of a failure', () => {
  it.each([
    new ApiError(400, 'validation', 'The name is taken.'),
    new UnreachableError('The name is taken.'),
    new DeletedError('The name is taken.'),
  ])('is the message of %s', (error) => {
    expect(messageOf(error)).toBe('The name is taken.');
  });

  it.each([[new TypeError('x is undefined')], ['text'], [undefined]])('is nothing of %s', (error) => {
    expect(messageOf(error)).toBe(
      'This page has a fault. Reload it; if it happens again, tell whoever runs this platform.',
    );
  });
});

it('a page that was left is no failure', () => {
  expect(isAbort(new DOMException('left', 'AbortError'))).toBe(true);
  expect(isAbort(new DOMException('late', 'TimeoutError'))).toBe(false);
  expect(isAbort(new Error('AbortError'))).toBe(false);
});

it('without Prometheus the API answers 503', () => {
  expect(isWithoutPrometheus(new ApiError(503, 'unavailable', 'No.'))).toBe(true);
  expect(isWithoutPrometheus(new ApiError(502, 'unavailable', 'No.'))).toBe(false);
  expect(isWithoutPrometheus(new UnreachableError('No.'))).toBe(false);
});
