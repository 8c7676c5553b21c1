import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { type BackfilledPrometheus, startBackfilledPrometheus } from '../testing/backfilledPrometheus.ts';
import { restrictQuery } from './restrict.ts';

const list = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => one(n)).join('|');
const han = (index: number) => String.fromCodePoint(0x3400 + 2 * index);
const matching = (pattern: string, operator = '=~') => `count(x{a${operator}${JSON.stringify(pattern)}})`;
const replacing = (pattern: string) => `count(label_replace(x, "b", "$1", "a", ${JSON.stringify(pattern)}))`;

/** How often the part that grows is there. A third more of it is refused. */
const largest: readonly (readonly [string, (count: number) => string, number])[] = [
  ['repeated characters', (count) => matching('x{1000}'.repeat(count)), 20],
  ['groups after a set', (count) => matching(`[a-p]{2}${'(a)'.repeat(count)}`), 1_000],
  [
    'sets deep inside',
    (count) => matching(`${'(?:a'.repeat(count)}[a-p]{2}${'(b)'.repeat(count)}[^a]${')'.repeat(count)}`),
    45,
  ],
  ['a list of sets', (count) => matching(list(count, (n) => `${han(n)}[a-p][b-q]y`)), 1_200],
  ['all characters but one', (count) => matching('[^/]'.repeat(count)), 180],
  ['wide ranges of any case', (count) => matching(`(?i)${'[B-\u{1e942}]'.repeat(count)}`), 85],
  ['classes of Unicode', (count) => matching(`(?i)${'\\pL'.repeat(count)}`), 180],
  ['optional groups', (count) => matching(`.*/${'(x?)'.repeat(count)}`, '!~'), 2_500],
  ['optional characters', (count) => matching(`.*/${'(?:x?){100}'.repeat(count)}`, '!~'), 200],
  [
    'contained words',
    (count) =>
      matching(
        list(count, (n) => `.*item ${n}.*`),
        '!~',
      ),
    8_000,
  ],
  ['optional characters to replace', (count) => replacing(`.*/${'x*'.repeat(count)}`), 450],
];

describeWith(['prometheus', 'promtool'], 'the largest regular expressions that are taken', () => {
  const lastAt = Math.floor(Date.now() / 1000) - 3600;
  let prometheus: BackfilledPrometheus;

  beforeAll(async () => {
    const series = Array.from({ length: 1_000 }, (_, n) => ({
      name: 'x',
      labels: { a: `/page/${n}/${'x'.repeat(n % 100)}` },
      values: [1],
    }));
    prometheus = await startBackfilledPrometheus(series, lastAt);
  });
  afterAll(() => prometheus?.stop());

  /** One of Prometheus's own metrics. */
  async function metric(name: string): Promise<number> {
    const text = await (await fetch(`${prometheus.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  }

  it.each(largest)('keep Prometheus a few seconds at most: %s', async (_what, make, count) => {
    const query = restrictQuery(make(count), 'everything').text;
    expect(() => restrictQuery(make(Math.ceil(1.3 * count)), 'everything')).toThrow(/too large|longer than/);
    const before = [await metric('process_cpu_seconds_total'), await metric('process_resident_memory_bytes')] as const;
    expect((await prometheus.ask('format_query', { query })).status).toBe(200);
    const compiled = (await metric('process_cpu_seconds_total')) - before[0];
    expect(compiled).toBeLessThan(1);
    const { status } = await prometheus.ask('query', { query, time: String(lastAt), timeout: '300ms' });
    expect([200, 422, 503]).toContain(status);
    expect((await metric('process_cpu_seconds_total')) - before[0]).toBeLessThan(6);
    expect((await metric('process_resident_memory_bytes')) - before[1]).toBeLessThan(500_000_000);
  });
});
