import { type RecordingPrometheus, startRecordingPrometheus } from './recordingPrometheus.ts';
import { type Answer, startTestPlatform, type TestPlatform, type TestTenant } from './testPlatform.ts';

/** An answer in the form of Prometheus's HTTP API. */
export interface PrometheusAnswer {
  readonly status: 'success' | 'error';
  readonly data?: unknown;
  readonly errorType?: string;
  readonly error?: string;
}

/** A real server whose Prometheus shows what it was asked. */
export interface TestQueries {
  readonly upstream: RecordingPrometheus;
  readonly server: TestPlatform;
  readonly owner: TestTenant;
  /** Paths are below `/api/v1/prometheus/api/v1/`; signed in as the owner unless told otherwise. */
  get(path: string, token?: string): Promise<Answer<PrometheusAnswer>>;
  post(path: string, body: string, contentType?: string): Promise<Answer<PrometheusAnswer>>;
  /** With these headers and no others, at either listener. */
  ask(
    headers: Record<string, string>,
    path?: string,
    listener?: 'public' | 'internal',
  ): Promise<Answer<PrometheusAnswer>>;
  stop(): Promise<void>;
}

export async function startTestQueries(env: Readonly<Record<string, string>> = {}): Promise<TestQueries> {
  const upstream = await startRecordingPrometheus();
  const server = await startTestPlatform({ env: { PROMETHEUS_URL: upstream.url, ...env } });
  const owner = await server.signUp();
  const base = '/api/v1/prometheus/api/v1/';
  return {
    upstream,
    server,
    owner,
    get: (path, token = owner.token) => server.call('GET', base + path, { token }),
    post: (path, body, contentType = 'application/x-www-form-urlencoded') =>
      server.call('POST', base + path, { token: owner.token, body, headers: { 'Content-Type': contentType } }),
    async ask(headers, path = 'query?query=x', listener = 'public') {
      const root = listener === 'public' ? server.platform.url : server.platform.internalUrl;
      const response = await fetch(root + base + path, { headers });
      return { status: response.status, headers: response.headers, body: (await response.json()) as PrometheusAnswer };
    },
    async stop() {
      await server.stop();
      await upstream.stop();
    },
  };
}
