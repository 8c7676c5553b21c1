import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../contract/limits.ts';
import { explainSample, isWireSample, wireSample } from './sample.ts';

const oddNumbers = [
  0,
  -0,
  5e-324,
  1e12,
  1e12 + 1,
  -1e12,
  1e308,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  2 ** 53,
  -1,
  0.5,
];
const oddTimes = [
  '2026-01-31T12:00:00Z',
  '2026-01-31T12:00:00.123456789+05:30',
  '2026-02-29T00:00:00Z',
  '2024-02-29T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:00:60Z',
  '2026-01-01 00:00:00Z',
  '2026-01-01',
  '1969-12-31T23:59:59Z',
  '1999-12-31T23:59:59.999Z',
  '2000-01-01T00:00:00Z',
  '2000-01-01T00:00:00+01:00',
  '+010000-01-01T00:00:00Z',
  '2026-01-01T00:00:00Z\n',
  '',
];

/** Anything that JSON.parse can give, `__proto__` as a key of its own included, and numbers that only code can make. */
const anyJson = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom<unknown>(...oddNumbers));
const key = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'length', '0'),
);
const ownKeys = (entries: [string, unknown][]) =>
  JSON.parse(`{${entries.map(([k]) => `${JSON.stringify(k)}:0`).join(',')}}`);
const anyObject = fc.array(fc.tuple(key, anyJson), { maxLength: 23 }).map((entries) => {
  const made: object = ownKeys(entries);
  for (const [name, value] of entries) Object.defineProperty(made, name, { value });
  return made;
});

const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(...oddNumbers));
const fine = <T>(good: fc.Arbitrary<T>, odd: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 9, arbitrary: good as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd });
const number = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const fields: Record<string, fc.Arbitrary<unknown>> = {
  name: fine(fc.string({ minLength: 1 }), fc.constantFrom('x'.repeat(206), 'x'.repeat(207), '', null)),
  type: fine(fc.constantFrom('counter', 'gauge', 'histogram', 'summary'), fc.constantFrom('Counter', '', 0)),
  value: fine(
    fc.oneof(number, fc.array(number, { minLength: 1, maxLength: 4 })),
    fc.oneof(
      anyNumber,
      fc.array(anyNumber, { maxLength: 4 }),
      fc.constantFrom([], Array(1000).fill(1), Array(1001).fill(1)),
    ),
  ),
  labels: fine(fc.dictionary(fc.string(), fc.string(), { maxKeys: 21 }), fc.oneof(anyObject, fc.array(fc.string()))),
  timestamp: fine(
    fc.oneof(
      fc
        .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date(253_402_300_799_999), noInvalidDate: true })
        .map((d) => d.toISOString()),
      fc.double({ min: 946_684_800_000, max: 253_402_300_799_999, noNaN: true }),
    ),
    fc.oneof(
      anyNumber,
      fc.constantFrom(
        ...oddTimes,
        946_684_799_999,
        946_684_800_000,
        1_795_784_625,
        253_402_300_799_999,
        253_402_300_800_000,
      ),
    ),
  ),
  ageMs: fine(fc.nat(limits.sample.ageMs), fc.oneof(anyNumber, fc.constant(limits.sample.ageMs + 1))),
  op: fine(fc.constantFrom('set', 'add'), fc.constantFrom('inc', '')),
};
const nearlySample = fc
  .tuple(
    fc.record(fields, { requiredKeys: ['name'] }),
    fc.option(fc.tuple(fc.oneof(fc.constantFrom(...Object.keys(fields)), key), fc.oneof(anyJson, anyObject)), {
      freq: 3,
    }),
  )
  .map(([base, mutation]) => {
    const sample = { ...base };
    if (mutation)
      Object.defineProperty(sample, mutation[0], { value: mutation[1], enumerable: true, configurable: true });
    return sample;
  });

describe('isWireSample', () => {
  it('accepts and refuses exactly what the schema does', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof({ weight: 8, arbitrary: nearlySample }, anyJson, anyObject), (value) => {
        const verdict = isWireSample(value);
        if (verdict) accepted += 1;
        expect(verdict).toBe(wireSample.safeParse(value).success);
      }),
      { numRuns: 4000 },
    );
    // A generator that never makes a sample would prove nothing.
    expect(accepted).toBeGreaterThan(500);
  });

  it.each([
    ['{"name":"a"}', true],
    ['{"name":"a","value":-0}', true],
    ['{"name":"a","value":1e400}', false],
    ['{"name":"a","value":[1,1e400]}', false],
    ['{"name":"a","value":null}', false],
    ['{"name":"a","value":"1"}', false],
    ['{"name":"a","labels":[]}', false],
    ['{"name":"a","labels":{"__proto__":"x"}}', false],
    ['{"name":"a","labels":{"__proto__":5}}', false],
    ['{"name":"a","__proto__":{"value":1}}', false],
    ['{"__proto__":{"name":"a"}}', false],
    ['{"name":"a","labels":{"constructor":"x"}}', true],
    ['{"name":"a","timestamp":"2024-02-29T23:59:59.5+14:00"}', true],
    ['{"name":"a","timestamp":"2023-02-29T00:00:00Z"}', false],
    ['{"name":"a","timestamp":"2026-04-31T00:00:00Z"}', false],
    ['{"name":"a","timestamp":1795784625}', false],
    ['{"name":"a","timestamp":1795784625000}', true],
    ['{"name":"a","timestamp":1795784625000000}', false],
    ['{"name":"a","timestamp":946684799999}', false],
    ['{"name":"a","timestamp":946684800000}', true],
    ['{"name":"a","timestamp":"1999-12-31T23:59:59.999Z"}', false],
    ['{"name":"a","timestamp":"2000-01-01T00:00:00Z"}', true],
    ['{"name":"a","ageMs":604800000}', true],
    ['{"name":"a","ageMs":604800001}', false],
    ['[]', false],
    ['null', false],
  ])('decides %s: %s', (text, expected) => {
    const value: unknown = JSON.parse(text);
    expect([isWireSample(value), wireSample.safeParse(value).success]).toEqual([expected, expected]);
  });

  it.each([
    [limits.sample.labels, true],
    [limits.sample.labels + 1, false],
  ])('decides %d labels: %s', (count, expected) => {
    const labels = Object.fromEntries(Array.from({ length: count }, (_, i) => [`l${i}`, 'x']));
    const value = { name: 'a', labels };
    expect([isWireSample(value), wireSample.safeParse(value).success]).toEqual([expected, expected]);
  });

  it('does not change what it looks at, nor the prototype of anything', () => {
    const value: unknown = JSON.parse('{"name":"a","labels":{"__proto__":"x"},"__proto__":{"polluted":true}}');
    explainSample(value);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('explainSample', () => {
  it('is short and never throws, whatever was sent', () => {
    fc.assert(
      fc.property(fc.oneof(nearlySample, anyJson, anyObject), (value) => {
        if (isWireSample(value)) return;
        const text = explainSample(value);
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(250);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['keys that are long', { name: 'a', ['k'.repeat(100_000)]: 1 }],
    ['very many keys', Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key${i}`, 1]))],
    ['a label name that is long', { name: 'a', labels: { ['k'.repeat(100_000)]: 1 } }],
    ['a type that is long', { name: 'a', type: 't'.repeat(100_000) }],
    ['nesting that is deep', JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)],
    ['values that are nested', { name: 'a', value: JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`) }],
  ])('echoes little of %s', (_what, value) => {
    expect(isWireSample(value)).toBe(false);
    expect(explainSample(value).length).toBeLessThanOrEqual(250);
  });

  it('names the field', () => {
    expect(explainSample({ name: 'a', value: 'x' })).toMatch(/^value: must be a number between/);
    expect(explainSample({ name: 'a', labels: { plan: 5 } })).toBe('labels.plan: must be text');
    expect(explainSample({ name: 'a', colour: 5 })).toBe('colour: not a field of a sample');
    expect(explainSample({ name: 'a', timestamp: '2026-02-30T00:00:00Z' })).toMatch(/^timestamp: must be epoch/);
    expect(explainSample({ name: 'a', timestamp: 1_795_784_625 })).toBe(
      'timestamp: must not be before the year 2000: it counts milliseconds, so multiply epoch seconds by 1000',
    );
    expect(explainSample({ name: 'a', timestamp: '1999-12-31T00:00:00Z' })).toBe(
      'timestamp: must not be before the year 2000',
    );
    expect(explainSample(5)).toBe('a sample must be an object with a name');
  });
});
