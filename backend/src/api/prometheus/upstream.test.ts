import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordingPrometheus, startRecordingPrometheus } from '../../testing/recordingPrometheus.ts';
import { createAskPrometheus } from './upstream.ts';

let upstream: RecordingPrometheus;

beforeAll(async () => {
  upstream = await startRecordingPrometheus();
});
afterAll(() => upstream?.stop());

describe('createAskPrometheus', () => {
  it.each([false, true])(
    'ends an answer that has begun when the signal aborts; of work that outlives its caller: %s',
    {
      timeout: 10_000,
    },
    async (outlivesCaller) => {
      upstream.answerWith((_req, res) => {
        res.writeHead(200, { 'Content-Type': 'application/json' });
        res.write('{"status":');
      });
      const caller = new AbortController();
      const ask = createAskPrometheus(upstream.url);
      const form = new URLSearchParams({ query: 'x' });
      const answer = await ask({ method: 'POST', path: 'format_query', form, outlivesCaller }, caller.signal);
      const reader = answer.getReader();
      await reader.read();
      const rest = reader.read();
      caller.abort(new Error('gone'));
      await expect(rest).rejects.toThrow('gone');
    },
  );
});
