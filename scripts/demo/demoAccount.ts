import type { MetricType } from '../../backend/src/contract/metricTypes.ts';
import { demoMetrics } from './demoMetrics.ts';
import { Refusal, request } from './request.ts';

export const demoEmail = 'sample@example.com';

/** An account that measures the sample shop. */
export interface DemoAccount {
  /** The tenant of its series. */
  readonly tenantId: string;
  /** Whether it was made by this call. */
  readonly isNew: boolean;
  /** Public key id. */
  readonly apiKey: string;
  readonly apiSecret: string;
  /** HTML for the head of every page. */
  readonly siteTag: string;
  readonly metrics: readonly DemoMetricConfig[];
}

/** A metric as the API has it. */
export interface DemoMetricConfig {
  readonly id: string;
  readonly metricName: string;
  readonly metricType: MetricType;
  readonly exportedName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly buckets: readonly number[] | null;
  readonly quantiles: readonly number[] | null;
}

interface ApiKey {
  readonly id: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}
interface SignedIn {
  readonly token: string;
  readonly user: { readonly id: string };
  /** Of a new account only. */
  readonly apiKey?: ApiKey;
}
type Call = <T>(method: string, path: string, body?: object) => Promise<T>;

/**
 * Signs up, or signs in when the account exists, and describes the metrics that it lacks. A key's secret is shown once, so an account from
 * before gets a new one.
 * @param apiUrl base URL of the API, without a slash at the end
 * @throws Refusal with the answer's own words, for instance when the account has another password
 */
export async function openDemoAccount(apiUrl: string, password: string): Promise<DemoAccount> {
  const signedIn = await signUpOrIn(apiUrl, password);
  const { token } = signedIn;
  const call: Call = (method, path, body) => request(apiUrl, method, path, { token, body });
  const metrics = await describeMetrics(call);
  const { id, apiKey, apiSecret } = signedIn.apiKey ?? (await newSecret(call));
  const tag = await call<{ scriptTag: string; earlyTag: string }>('POST', `/apikeys/${id}/generate-code`, {});
  return {
    tenantId: signedIn.user.id,
    isNew: signedIn.apiKey !== undefined,
    apiKey,
    apiSecret,
    siteTag: `${tag.earlyTag}\n${tag.scriptTag}`,
    metrics,
  };
}

/** Deletes the account with all that it has, if there is one. */
export async function deleteDemoAccount(apiUrl: string, password: string): Promise<void> {
  const signedIn = await signIn(apiUrl, password).catch((error: unknown) => {
    if (error instanceof Refusal && error.status === 401) return undefined;
    throw error;
  });
  if (signedIn === undefined) return;
  await request(apiUrl, 'DELETE', '/auth/me', { token: signedIn.token, body: { password } });
}

async function describeMetrics(call: Call): Promise<DemoMetricConfig[]> {
  const { metricConfigs } = await call<{ metricConfigs: DemoMetricConfig[] }>('GET', '/metric-configs');
  const described: DemoMetricConfig[] = [];
  for (const metric of demoMetrics) {
    const known = metricConfigs.find(({ metricName }) => metricName === metric.metricName);
    const { metricConfig } = known
      ? { metricConfig: known }
      : await call<{ metricConfig: DemoMetricConfig }>('POST', '/metric-configs', metric);
    described.push(metricConfig);
  }
  return described;
}

function signIn(apiUrl: string, password: string): Promise<SignedIn> {
  return request(apiUrl, 'POST', '/auth/signin', { body: { email: demoEmail, password } });
}

async function signUpOrIn(apiUrl: string, password: string): Promise<SignedIn> {
  const body = { email: demoEmail, password, firstName: 'Sample', lastName: 'Shop' };
  try {
    return await request<SignedIn>(apiUrl, 'POST', '/auth/signup', { body });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409) throw error;
    return signIn(apiUrl, password);
  }
}

async function newSecret(call: Call): Promise<ApiKey> {
  const { apiKeys } = await call<{ apiKeys: { id: string; isActive: boolean }[] }>('GET', '/apikeys');
  const key = apiKeys.find(({ isActive }) => isActive);
  const path = key ? `/apikeys/${key.id}/rotate` : '/apikeys';
  const body = key ? {} : { keyName: 'Sample shop' };
  return (await call<{ apiKey: ApiKey }>('POST', path, body)).apiKey;
}
