import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Parameters of the form or, of a GET, of the URL. */
  readonly params: URLSearchParams;
}

/** Stands where Prometheus would, and shows what it was asked. */
export interface RecordingPrometheus {
  readonly url: string;
  readonly requests: RecordedRequest[];
  /** The only request since the last call. */
  takeOne(): RecordedRequest;
  /** How the next requests are answered; without it, with an empty success. */
  answerWith(answer: (req: IncomingMessage, res: ServerResponse) => void): void;
  reset(): void;
  stop(): Promise<void>;
}

export async function startRecordingPrometheus(): Promise<RecordingPrometheus> {
  const requests: RecordedRequest[] = [];
  const succeed = (_req: IncomingMessage, res: ServerResponse) => {
    res.setHeader('Content-Type', 'application/json').end('{"status":"success","data":[]}');
  };
  let answer = succeed;
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    const { method = '', url = '', headers } = req;
    const text = method === 'POST' ? body : (url.split('?')[1] ?? '');
    requests.push({ method, url, headers, params: new URLSearchParams(text) });
    answer(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    takeOne() {
      const [request, ...more] = requests.splice(0);
      if (!request || more.length > 0) throw new Error(`${more.length + (request ? 1 : 0)} requests were made`);
      return request;
    },
    answerWith(next) {
      answer = next;
    },
    reset() {
      answer = succeed;
      requests.length = 0;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
