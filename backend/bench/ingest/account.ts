import { randomUUID } from 'node:crypto';

/** An account on the product under test, with the counter that the load is sent to. */
export interface BenchAccount {
  readonly token: string;
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly configId: string;
}

/** Calls the management API; throws unless the answer is 2xx. */
export async function callApi<T>(url: string, method: string, path: string, body: unknown, token?: string): Promise<T> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}

interface SignUpAnswer {
  token: string;
  apiKey: { apiKey: string; apiSecret: string };
}

/** Signs up and describes `bench_requests_total`, which may have 20,000 series. */
export async function createBenchAccount(url: string): Promise<BenchAccount> {
  const email = `bench-${randomUUID()}@example.test`;
  const password = `${randomUUID()}-Aa1`;
  const names = { firstName: 'Ada', lastName: 'Lovelace' };
  const { token, apiKey } = await callApi<SignUpAnswer>(url, 'POST', '/auth/signup', { email, password, ...names });
  const { metricConfig } = await callApi<{ metricConfig: { id: string } }>(
    url,
    'POST',
    '/metric-configs',
    {
      name: 'Requests',
      metricName: 'bench_requests_total',
      metricType: 'counter',
      labels: { path: '', device: '', country: '', plan: '' },
      maxSeries: 20_000,
    },
    token,
  );
  return { token, email, password, ...apiKey, configId: metricConfig.id };
}

/** The counter's total over all series, as the product answers it. */
export async function readTotal(url: string, account: BenchAccount): Promise<number> {
  const path = `/metric-configs/${account.configId}/stats`;
  return (await callApi<{ total: number }>(url, 'GET', path, undefined, account.token)).total;
}
