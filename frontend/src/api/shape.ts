/** Reads a value that came from outside; throws ShapeError when it is something else. Fields that are not named are left out. */
export type Shape<T> = (value: unknown, path?: string) => T;

export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** The API answered something else than agreed. */
export class ShapeError extends Error {
  override name = 'ShapeError';
}

function fail(expected: string, path: string): never {
  throw new ShapeError(`${path === '' ? 'the answer' : path} is not ${expected}`);
}

export const text: Shape<string> = (value, path = '') => (typeof value === 'string' ? value : fail('text', path));
export const truth: Shape<boolean> = (value, path = '') => (typeof value === 'boolean' ? value : fail('a truth', path));
export const number: Shape<number> = (value, path = '') =>
  typeof value === 'number' && Number.isFinite(value) ? value : fail('a number', path);

export function oneOf<const T extends string>(words: readonly T[]): Shape<T> {
  return (value, path = '') => words.find((word) => word === value) ?? fail(`one of ${words.join(', ')}`, path);
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path = '') => (value === null ? null : shape(value, path));
}

/** Undefined when it is missing. */
export function maybe<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, path = '') => (value === undefined ? undefined : shape(value, path));
}

export function listOf<T>(shape: Shape<T>): Shape<T[]> {
  return (value, path = '') =>
    Array.isArray(value) ? value.map((item, index) => shape(item, `${path}[${index}]`)) : fail('a list', path);
}

export function mapOf<T>(shape: Shape<T>): Shape<Record<string, T>> {
  return (value, path = '') => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('an object', path);
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shape(item, `${path}.${name}`)]));
  };
}

type Fields = Record<string, Shape<unknown>>;
type ObjectOf<F extends Fields> = { readonly [K in keyof F]: Shaped<F[K]> };

/** `fields` stays readable, so that a test can compare it with the OpenAPI document. */
export function object<F extends Fields>(fields: F): Shape<ObjectOf<F>> & { readonly fields: F } {
  const shape = (value: unknown, path = '') => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('an object', path);
    const given = value as Record<string, unknown>;
    const read = Object.entries(fields).map(([name, field]) => [name, field(given[name], `${path}.${name}`)]);
    return Object.fromEntries(read) as ObjectOf<F>;
  };
  return Object.assign(shape, { fields });
}
