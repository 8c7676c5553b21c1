import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestQueries, type TestQueries } from '../../testing/testQueries.ts';

let queries: TestQueries;

beforeAll(async () => {
  queries = await startTestQueries();
});
afterEach(() => queries.upstream.reset());
afterAll(() => queries?.stop());

const large = `x{a=~"${'(x?){1000}'.repeat(60)}"}`;
const half = `x{a=~"${'x{1000}'.repeat(18)}"}`;
const tooLarge = {
  status: 'error',
  errorType: 'bad_data',
  error: 'the regular expressions of this query are too large: use smaller repetition counts and fewer groups',
};

describe('regular expressions', () => {
  it.each([
    ['query', { query: large }],
    ['query_range', { query: large, start: '1', end: '2', step: '1' }],
    ['format_query', { query: `sum(${large})` }],
    ['query_exemplars', { query: large, start: '1', end: '2' }],
    ['series', { 'match[]': large }],
    ['labels', { 'match[]': large }],
  ])(
    'that would take Prometheus long are refused, and nothing is sent: %s',
    async (path, form: Record<string, string>) => {
      const { status, body } = await queries.post(path, new URLSearchParams(form).toString());
      expect({ status, body }).toEqual({ status: 400, body: tooLarge });
      expect(queries.upstream.requests).toEqual([]);
    },
  );

  it('are refused in match[] of label values', async () => {
    const { status, body } = await queries.get(`label/a/values?match[]=${encodeURIComponent(large)}`);
    expect({ status, body }).toEqual({ status: 400, body: tooLarge });
    expect(queries.upstream.requests).toEqual([]);
  });

  it('of all match[] of a request count together', async () => {
    const form = (count: number) =>
      new URLSearchParams(Array.from({ length: count }, (): [string, string] => ['match[]', half])).toString();
    expect((await queries.post('labels', form(1))).status).toBe(200);
    expect(queries.upstream.takeOne().params.getAll('match[]')).toHaveLength(1);
    const { status, body } = await queries.post('labels', form(2));
    expect({ status, body }).toEqual({ status: 400, body: tooLarge });
    expect(queries.upstream.requests).toEqual([]);
  });

  it('of label_replace() are refused sooner', async () => {
    const replaced = (count: number) => `label_replace(x,"b","$1","a","(?:x?){${count}}")`;
    const ask = (count: number) => queries.get(`query?query=${encodeURIComponent(replaced(count))}`);
    expect((await ask(400)).status).toBe(200);
    expect(queries.upstream.takeOne().url).toBe('/api/v1/query');
    const { status, body } = await ask(600);
    expect([status, body.errorType, body.error]).toEqual([
      400,
      'bad_data',
      expect.stringMatching(/of label_replace\(\)/),
    ]);
    expect(queries.upstream.requests).toEqual([]);
  });

  it('of people reach Prometheus', async () => {
    const pages = Array.from({ length: 7_000 }, (_, n) => `/page/${n}\\\\.html`).join('|');
    for (const pattern of [pages, '.{1,100}', '(?i).*(error|warn).*', '[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}']) {
      const { status } = await queries.post('query', new URLSearchParams({ query: `x{a=~"${pattern}"}` }).toString());
      expect(status, pattern).toBe(200);
      expect(queries.upstream.takeOne().params.get('query')).toContain(pattern);
    }
  });
});
