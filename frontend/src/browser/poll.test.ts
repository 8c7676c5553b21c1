// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, DeletedError, UnreachableError } from '../failure.ts';
import { POLL_REPORT, type PollReport, poll } from './poll.ts';

let leave: AbortController;
let listening: AbortController;
let told: Omit<PollReport, 'poll'>[];
let isSeen: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  leave = new AbortController();
  listening = new AbortController();
  told = [];
  isSeen = true;
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => (isSeen ? 'visible' : 'hidden'));
  const note = (event: Event) => {
    const { poll: _, ...report } = (event as CustomEvent<PollReport>).detail;
    told.push(report);
  };
  document.addEventListener(POLL_REPORT, note, { signal: listening.signal });
});
afterEach(() => {
  leave.abort();
  listening.abort();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const states = () => told.map(({ state }) => state);

describe('poll', () => {
  it('works at once, and again so long after it has ended', async () => {
    let end = () => {};
    const work = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
    poll(work, 1_000, leave.signal);
    expect(work).toHaveBeenCalledTimes(1);
    await pass(3_000);
    expect(work).toHaveBeenCalledTimes(1);
    end();
    await pass(999);
    expect(work).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('asks how long each time', async () => {
    const work = vi.fn(() => Promise.resolve());
    const waits = [100, 500];
    poll(work, () => waits.shift() ?? 10_000, leave.signal);
    await pass(99);
    expect(work).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(work).toHaveBeenCalledTimes(2);
    await pass(499);
    expect(work).toHaveBeenCalledTimes(2);
    await pass(1);
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('works at once when it is told to, and once more when it works already', async () => {
    const ends: (() => void)[] = [];
    const work = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
    const { now } = poll(work, 1_000, leave.signal);
    now();
    now();
    expect(work).toHaveBeenCalledTimes(1);
    ends[0]?.();
    await pass(0);
    expect(work).toHaveBeenCalledTimes(2);
    ends[1]?.();
    await pass(0);
    expect(work).toHaveBeenCalledTimes(2);
    now();
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('rests while nobody looks, and works at once when somebody does again', async () => {
    const work = vi.fn(() => Promise.resolve());
    poll(work, 1_000, leave.signal);
    isSeen = false;
    await pass(10_000);
    expect(work).toHaveBeenCalledTimes(1);
    isSeen = true;
    document.dispatchEvent(new Event('visibilitychange'));
    expect(work).toHaveBeenCalledTimes(2);
    await pass(1_000);
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('says at once that it is offline, and works at once when it is online', async () => {
    const work = vi.fn(() => Promise.resolve());
    poll(work, 1_000, leave.signal);
    await pass(0);
    dispatchEvent(new Event('offline'));
    expect(states()).toEqual(['answered', 'lost']);
    dispatchEvent(new Event('online'));
    await pass(0);
    expect([states(), work.mock.calls.length]).toEqual([['answered', 'lost', 'answered'], 2]);
  });

  it('says that it waits after five seconds, and not when it was answered before', async () => {
    let waitMs = 4_999;
    const work = () => new Promise<void>((resolve) => void setTimeout(resolve, waitMs));
    const { now } = poll(work, 60_000, leave.signal);
    await pass(5_001);
    expect(states()).toEqual(['answered']);
    waitMs = 5_001;
    now();
    await pass(5_000);
    expect(states()).toEqual(['answered', 'late']);
    await pass(1);
    expect(states()).toEqual(['answered', 'late', 'answered']);
  });

  it.each([
    [new UnreachableError('No answer.'), { state: 'lost' }],
    [new ApiError(503, 'unavailable', 'Try later.'), { state: 'failing' }],
    [new ApiError(429, 'rate_limited', 'Too many.'), { state: 'failing', reason: 'Too many.' }],
    [new DeletedError('It is deleted.'), { state: 'deleted', reason: 'It is deleted.' }],
  ])('tells of %s', async (error, report) => {
    poll(() => Promise.reject(error), 60_000, leave.signal);
    await pass(0);
    expect(told).toEqual([report]);
  });

  it.each([new DOMException('The page was left.', 'AbortError'), new ApiError(401, 'invalid_token', 'Sign in.')])(
    'says nothing of %s, and goes on',
    async (error) => {
      const work = vi.fn(() => Promise.reject(error));
      poll(work, 1_000, leave.signal);
      await pass(1_000);
      expect([told, work.mock.calls.length]).toEqual([[], 2]);
    },
  );

  it('ends when what it asks for is deleted', async () => {
    const work = vi.fn(() => Promise.reject(new DeletedError('It is deleted.')));
    const { now } = poll(work, 1_000, leave.signal);
    await pass(10_000);
    now();
    document.dispatchEvent(new Event('visibilitychange'));
    dispatchEvent(new Event('offline'));
    expect([states(), work.mock.calls.length]).toEqual([['deleted'], 1]);
  });

  it('ends when the page is left, and says so once', async () => {
    let end = () => {};
    const work = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
    const { now } = poll(work, 1_000, leave.signal);
    leave.abort();
    end();
    await pass(10_000);
    now();
    dispatchEvent(new Event('online'));
    expect([states(), work.mock.calls.length]).toEqual([['ended'], 1]);
  });

  it('has a name of its own', async () => {
    const names = new Set<symbol>();
    const note = (event: Event) => names.add((event as CustomEvent<PollReport>).detail.poll);
    document.addEventListener(POLL_REPORT, note, { signal: listening.signal });
    for (let count = 0; count < 2; count += 1) poll(() => Promise.resolve(), 60_000, leave.signal);
    await pass(0);
    expect(names.size).toBe(2);
  });
});
