import { demoMetrics } from './demoMetrics.ts';

export const demoEmail = 'sample@example.com';

/** An account that measures the sample website. */
export interface DemoAccount {
  /** Public key id. */
  readonly apiKey: string;
  readonly apiSecret: string;
  /** HTML, one for each metric. */
  readonly scriptTags: readonly string[];
}

interface SignedIn {
  readonly token: string;
  readonly apiKey?: { readonly apiKey: string; readonly apiSecret: string };
}
interface MetricConfig {
  readonly id: string;
  readonly metricName: string;
}

/**
 * Signs up, or signs in when the account exists, and describes the metrics that it lacks. A key's secret is shown once, so an account from
 * before gets a new one.
 * @param apiUrl base URL of the API, without a slash at the end
 * @throws Error with the answer's own words, for instance when the account has another password
 */
export async function openDemoAccount(apiUrl: string, password: string): Promise<DemoAccount> {
  const signedIn = await signUpOrIn(apiUrl, password);
  const { token } = signedIn;
  const call = <T>(method: string, path: string, body?: object) => request<T>(apiUrl, method, path, { token, body });

  const { metricConfigs } = await call<{ metricConfigs: MetricConfig[] }>('GET', '/metric-configs');
  const scriptTags: string[] = [];
  for (const metric of demoMetrics) {
    const known = metricConfigs.find(({ metricName }) => metricName === metric.metricName);
    const { id } =
      known ?? (await call<{ metricConfig: MetricConfig }>('POST', '/metric-configs', metric)).metricConfig;
    scriptTags.push((await call<{ scriptTag: string }>('POST', `/metric-configs/${id}/generate-code`)).scriptTag);
  }
  return { ...(signedIn.apiKey ?? (await newSecret(call))), scriptTags };
}

async function signUpOrIn(apiUrl: string, password: string): Promise<SignedIn> {
  const body = { email: demoEmail, password };
  const person = { firstName: 'Sample', lastName: 'Website' };
  try {
    return await request<SignedIn>(apiUrl, 'POST', '/auth/signup', { body: { ...body, ...person } });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409) throw error;
    const { token } = await request<SignedIn>(apiUrl, 'POST', '/auth/signin', { body });
    return { token };
  }
}

async function newSecret(
  call: <T>(method: string, path: string, body?: object) => Promise<T>,
): Promise<NonNullable<SignedIn['apiKey']>> {
  const { apiKeys } = await call<{ apiKeys: { id: string; isActive: boolean }[] }>('GET', '/apikeys');
  const key = apiKeys.find(({ isActive }) => isActive);
  const path = key ? `/apikeys/${key.id}/rotate` : '/apikeys';
  const body = key ? {} : { keyName: 'Sample website' };
  return (await call<{ apiKey: { apiKey: string; apiSecret: string } }>('POST', path, body)).apiKey;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function request<T>(
  apiUrl: string,
  method: string,
  path: string,
  { token, body }: { token?: string; body?: object | undefined },
): Promise<T> {
  const answer = await fetch(`${apiUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Refusal(answer.status, `${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}
