import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Batch } from './batch.ts';
import { last, list, sum } from './merge.ts';
import { createQueue } from './queue.ts';
import type { Answer } from './transport.ts';

const answer = (status: number, retryAfterSeconds = 0): Answer => ({ status, retryAfterSeconds });

/** A collector that answers with the given statuses in turn, then 202. */
function collector(...answers: (Answer | Promise<Answer>)[]) {
  const sent: { id: string; metrics: unknown; last: boolean; atMs: number }[] = [];
  const post = async (batch: Batch, isLast: boolean) => {
    sent.push({ id: batch.id, metrics: structuredClone(batch.metrics), last: isLast, atMs: Date.now() });
    return answers.shift() ?? answer(202);
  };
  return { sent, queue: createQueue(post) };
}

const views = { name: 'views', labels: { path: '/' } };

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('createQueue', () => {
  it('sends one batch 5 seconds after the first value', async () => {
    const { queue, sent } = collector();
    queue.add(views, 1, sum);
    await vi.advanceTimersByTimeAsync(4_000);
    queue.add({ ...views, labels: { path: '/a' } }, 1, sum);
    await vi.advanceTimersByTimeAsync(999);
    expect(sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ atMs: 5_000, last: false });
    expect(sent[0]?.metrics).toHaveLength(2);
  });

  it('makes one entry of a series: sums, last values, lists', async () => {
    const { queue, sent } = collector();
    for (const value of [1, 2, 3]) {
      queue.add({ name: 'counter' }, value, sum);
      queue.add({ name: 'gauge' }, value, last);
      queue.add({ name: 'histogram' }, value, list);
      queue.add({ name: 'unknown' }, value);
    }
    await queue.flush();
    expect(sent[0]?.metrics).toMatchObject([
      { name: 'counter', value: 6 },
      { name: 'gauge', value: 3 },
      { name: 'histogram', value: [1, 2, 3] },
      { name: 'unknown', value: 1 },
      { name: 'unknown', value: 2 },
      { name: 'unknown', value: 3 },
    ]);
  });

  it('sends at once what has 50 entries or 16,000 characters', async () => {
    const { queue, sent } = collector();
    for (let i = 0; i < 120; i += 1) queue.add({ name: 'h' }, i, list);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.map(({ metrics }) => JSON.stringify(metrics).split(',').length)).toHaveLength(2);
    queue.add({ name: 'x'.repeat(200) }, 1, sum);
    await queue.flush();
    expect(sent).toHaveLength(3);
    for (let i = 0; i < 9; i += 1) queue.add({ name: `${i}${'x'.repeat(2_000)}` }, 1, sum);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(4);
  });

  it('repeats a batch under its id after no answer, 408, 429 and 5xx, ever more slowly', async () => {
    const { queue, sent } = collector(answer(0), answer(408), answer(429), answer(500), answer(503));
    queue.add(views, 1, sum);
    expect(await queue.flush()).toBe(false);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent.map(({ atMs }) => atMs / 1_000)).toEqual([0, 1, 3, 7, 15, 31]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(queue.dropped()).toBe(0);
    expect(await queue.flush()).toBe(true);
  });

  it('waits as long as Retry-After says', async () => {
    const { queue, sent } = collector(answer(503, 20));
    queue.add(views, 1, sum);
    await queue.flush();
    await vi.advanceTimersByTimeAsync(19_999);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(2);
  });

  it('ends the wait when it is told that the network is back', async () => {
    const { queue, sent } = collector(answer(0));
    queue.add(views, 1, sum);
    await queue.flush();
    queue.retryNow();
    expect(sent).toHaveLength(2);
  });

  it('gives up what is refused for good, and counts it', async () => {
    const { queue, sent } = collector(answer(401), answer(202));
    queue.add(views, 1, sum);
    queue.add({ name: 'other' }, 1, sum);
    expect(await queue.flush()).toBe(true);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toHaveLength(1);
    expect(queue.dropped()).toBe(2);
  });

  it('has one request under way at a time, except at the end of a page', async () => {
    let finish: (value: Answer) => void = () => undefined;
    const { queue, sent } = collector(new Promise<Answer>((resolve) => (finish = resolve)));
    queue.add(views, 1, sum);
    void queue.flush();
    queue.add(views, 1, sum);
    void queue.flush();
    expect(sent).toHaveLength(1);
    queue.add(views, 1, sum);
    void queue.flush(true);
    expect(sent.map(({ last: isLast }) => isLast)).toEqual([false, true, true]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3);
    finish(answer(202));
    expect(await queue.flush()).toBe(true);
    expect(sent).toHaveLength(3);
  });

  it('keeps 30 batches of a long outage, the newest, and counts the others', async () => {
    const { queue, sent } = collector(...Array.from({ length: 40 }, () => answer(0)));
    for (let i = 0; i < 35; i += 1) {
      queue.add({ name: `m${i}` }, 1, sum);
      await queue.flush();
    }
    expect(queue.dropped()).toBe(5);
    await vi.advanceTimersByTimeAsync(3_600_000);
    const delivered = sent.slice(40).map(({ metrics }) => JSON.stringify(metrics));
    expect(delivered).toHaveLength(30);
    expect(delivered[0]).toContain('"m5"');
  });

  it('never repeats a batch older than 23 hours', async () => {
    const { queue, sent } = collector(answer(0, 3_600), ...Array.from({ length: 40 }, () => answer(503, 3_600)));
    queue.add(views, 1, sum);
    await queue.flush();
    await vi.advanceTimersByTimeAsync(48 * 3_600_000);
    expect(sent).toHaveLength(24);
    expect(queue.dropped()).toBe(1);
  });
});
