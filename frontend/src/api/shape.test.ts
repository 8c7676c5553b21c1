import { describe, expect, it } from 'vitest';
import { listOf, mapOf, maybe, number, object, oneOf, orNull, ShapeError, text } from './shape.ts';

const shape = object({
  id: text,
  size: maybe(number),
  kind: oneOf(['a', 'b']),
  tags: listOf(text),
  labels: mapOf(text),
  end: orNull(text),
});
const good = { id: '1', kind: 'a', tags: ['x'], labels: { y: 'z' }, end: null };

describe('object', () => {
  it('reads what is named, and leaves the rest out', () => {
    expect(shape({ ...good, more: true })).toEqual({ ...good, size: undefined });
  });

  it.each([
    [null, 'the answer is not an object'],
    [{ ...good, id: 1 }, '.id is not text'],
    [{ ...good, size: Number.NaN }, '.size is not a number'],
    [{ ...good, kind: 'c' }, '.kind is not one of a, b'],
    [{ ...good, tags: ['x', 2] }, '.tags[1] is not text'],
    [{ ...good, labels: [] }, '.labels is not an object'],
  ])('refuses %j', (value, message) => {
    expect(() => shape(value)).toThrow(new ShapeError(message));
  });
});
