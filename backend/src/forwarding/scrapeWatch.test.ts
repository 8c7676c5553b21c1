import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RecordingPrometheus, startRecordingPrometheus } from '../testing/recordingPrometheus.ts';
import { createScrapeWatch } from './scrapeWatch.ts';

let prometheus: RecordingPrometheus;

beforeEach(async () => {
  prometheus = await startRecordingPrometheus();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await prometheus.stop();
});

/** Prometheus answers with these scrapes: instance and seconds since the last one, or `+Inf` where it failed. */
function knows(...scrapes: [instance: string, seconds: string][]): void {
  const result = scrapes.map(([instance, seconds]) => ({ metric: { instance }, value: [1_700_000_000, seconds] }));
  prometheus.answerWith((_req, res) => res.end(JSON.stringify({ status: 'success', data: { result } })));
}

describe('the last scrape of a gateway', () => {
  it('is that of its host and port', async () => {
    knows(['other:9091', '50'], ['gateway:9091', '3']);
    const scrape = await createScrapeWatch(prometheus.url)('http://gateway:9091/path');
    expect(scrape).toMatchObject({ kind: 'scraped', ageSeconds: expect.closeTo(3, -1) });
  });

  it('is found when the URL has no port, and when it has credentials', async () => {
    knows(['gateway:80', '3'], ['other:9091', '50']);
    const ask = createScrapeWatch(prometheus.url);
    expect(await ask('http://gateway')).toMatchObject({ ageSeconds: expect.closeTo(3, -1) });
    expect(await ask('http://user:pass@other:9091')).toMatchObject({ ageSeconds: expect.closeTo(50, -1) });
  });

  it.each(['+Inf', 'NaN'])('has failed where Prometheus says %s', async (seconds) => {
    knows(['gateway:9091', seconds], ['other:9091', '3']);
    expect(await createScrapeWatch(prometheus.url)('http://gateway:9091')).toEqual({ kind: 'failing' });
  });

  it('of several of them counts that is oldest, and a failure above all', async () => {
    knows(['gateway:9091', '3'], ['gateway:9091', '9'], ['gateway:9091', '1'], ['bad:1', '2'], ['bad:1', '+Inf']);
    const ask = createScrapeWatch(prometheus.url);
    expect(await ask('http://gateway:9091')).toMatchObject({ ageSeconds: expect.closeTo(9, -1) });
    expect(await ask('http://bad:1')).toEqual({ kind: 'failing' });
  });

  it('is the oldest of all when Prometheus has another name for it, unless one fails, which may be it', async () => {
    knows(['one:9091', '3'], ['two:9091', '9']);
    const scrape = await createScrapeWatch(prometheus.url)('http://127.0.0.1:9091');
    expect(scrape).toMatchObject({ kind: 'scraped', ageSeconds: expect.closeTo(9, -1) });
    knows(['one:9091', '3'], ['two:9091', '+Inf']);
    expect(await createScrapeWatch(prometheus.url)('http://127.0.0.1:9091')).toEqual({ kind: 'unknown', forMs: 0 });
  });

  it('is told from an empty answer, a wrong one or none, and from having nobody to ask', async () => {
    knows();
    expect(await createScrapeWatch(prometheus.url)('http://gateway:9091')).toEqual({ kind: 'unknown', forMs: 0 });
    prometheus.answerWith((_req, res) => res.writeHead(503).end('starting'));
    expect(await createScrapeWatch(prometheus.url)('http://gateway:9091')).toEqual({ kind: 'unanswered' });
    expect(await createScrapeWatch(undefined)('http://gateway:9091')).toEqual({ kind: 'not_configured' });
    await prometheus.stop();
    expect(await createScrapeWatch(prometheus.url)('http://gateway:9091')).toEqual({ kind: 'unanswered' });
  });
});

describe('a gateway that Prometheus does not know', () => {
  const gateways = ['http://one:9091', 'http://two:9091'];

  it('is not taken for another one of the list', async () => {
    knows(['one:9091', '3']);
    const ask = createScrapeWatch(prometheus.url, gateways);
    expect(await ask('http://two:9091')).toEqual({ kind: 'unknown', forMs: 0 });
    expect(await ask('http://one:9091')).toMatchObject({ kind: 'scraped' });
    knows(['one:9091', '3'], ['second.example:9091', '9']);
    const scrape = await createScrapeWatch(prometheus.url, gateways)('http://two:9091');
    expect(scrape).toMatchObject({ kind: 'scraped', ageSeconds: expect.closeTo(9, -1) });
  });

  it('has been unknown since the first such answer, which a failure, another answer or a long silence ends', async () => {
    const now = vi.spyOn(performance, 'now');
    const ask = createScrapeWatch(prometheus.url, gateways);
    const answerAt = (minutes: number) => {
      now.mockReturnValue(minutes * 60_000);
      return ask('http://one:9091');
    };
    const unknownFor = (minutes: number) => ({ kind: 'unknown', forMs: minutes * 60_000 });
    knows();
    expect(await answerAt(10)).toEqual(unknownFor(0));
    expect(await answerAt(14)).toEqual(unknownFor(4));
    expect(await answerAt(19)).toEqual(unknownFor(9));
    // Nobody asked for six minutes: what Prometheus would have said is not known.
    expect(await answerAt(25)).toEqual(unknownFor(0));
    expect(await answerAt(28)).toEqual(unknownFor(3));
    prometheus.answerWith((_req, res) => res.writeHead(503).end('starting'));
    expect(await answerAt(29)).toEqual({ kind: 'unanswered' });
    knows();
    expect(await answerAt(30)).toEqual(unknownFor(0));
    expect(await answerAt(31)).toEqual(unknownFor(1));
    knows(['one:9091', '3']);
    expect(await answerAt(32)).toMatchObject({ kind: 'scraped' });
    knows();
    expect(await answerAt(33)).toEqual(unknownFor(0));
  });
});

describe('the question', () => {
  it('is asked once for all who want to know within a second, and the answer grows old', async () => {
    knows(['gateway:9091', '3']);
    const now = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const ask = createScrapeWatch(prometheus.url);
    const both = await Promise.all([ask('http://gateway:9091'), ask('http://gateway:9091')]);
    expect(both).toEqual([
      { kind: 'scraped', ageSeconds: 3 },
      { kind: 'scraped', ageSeconds: 3 },
    ]);
    now.mockReturnValue(1_900);
    expect(await ask('http://gateway:9091')).toEqual({ kind: 'scraped', ageSeconds: 3.9 });
    expect(prometheus.requests).toHaveLength(1);
    now.mockReturnValue(2_100);
    expect(await ask('http://gateway:9091')).toEqual({ kind: 'scraped', ageSeconds: 3 });
    expect(prometheus.requests).toHaveLength(2);
  });

  it('is not repeated for ten seconds to a Prometheus that does not answer', { timeout: 15_000 }, async () => {
    prometheus.answerWith(() => {});
    const ask = createScrapeWatch(prometheus.url);
    const startedAtMs = performance.now();
    for (let tenant = 0; tenant < 20; tenant += 1) {
      expect(await ask('http://gateway:9091')).toEqual({ kind: 'unanswered' });
    }
    expect(performance.now() - startedAtMs).toBeLessThan(4_000);
    expect(prometheus.requests).toHaveLength(1);
    const later = performance.now() + 10_001;
    vi.spyOn(performance, 'now').mockReturnValue(later);
    knows(['gateway:9091', '3']);
    expect(await ask('http://gateway:9091')).toMatchObject({ kind: 'scraped' });
  });
});
