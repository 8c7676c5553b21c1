import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingPrometheus } from '../../testing/recordingPrometheus.ts';
import { startTestQueries, type TestQueries } from '../../testing/testQueries.ts';

let queries: TestQueries;
let upstream: RecordingPrometheus;
let post: TestQueries['post'];

beforeAll(async () => {
  queries = await startTestQueries();
  ({ upstream, post } = queries);
});
afterEach(() => upstream.reset());
afterAll(() => queries?.stop());

describe('GET and POST /api/v1/prometheus/api/v1/format_query', () => {
  const levels = (count: number, text: string) => `${'abs('.repeat(count)}${text}${')'.repeat(count)}`;

  it('sends the text as its author wrote it', async () => {
    const query = `sum(x) # all\n/ x{page=~"${'/page|'.repeat(10_000)}"}`;
    expect((await post('format_query', new URLSearchParams({ query }).toString())).status).toBe(200);
    expect(upstream.takeOne().params.get('query')).toBe(query);
  });

  it('formats long queries of people', async () => {
    const query = Array(60).fill('sum by (page) (rate(visits_total{page=~"/[a-z]+"}[5m]))').join(' +\n');
    expect((await post('format_query', new URLSearchParams({ query }).toString())).status).toBe(200);
  });

  it.each([
    ['deep and long', levels(180, `x{a="${'y'.repeat(16_000)}"}`)],
    ['deep and long, of characters that are escaped', levels(180, `x{a="${'\u200b'.repeat(2_700)}"}`)],
    ['deep and long, of arguments', levels(20, `label_join(x,"",""${`,"${'c'.repeat(20)}"`.repeat(2_000)})`)],
  ])('refuses what is too %s', async (_what, query) => {
    const { status, body } = await post('format_query', new URLSearchParams({ query }).toString());
    expect([status, body.errorType]).toEqual([400, 'bad_data']);
    expect(body.error).toBe('invalid parameter "query": is too long, at so many levels, to be formatted');
    expect(upstream.requests).toEqual([]);
    expect((await post('query', new URLSearchParams({ query }).toString())).status).toBe(200);
  });
});
