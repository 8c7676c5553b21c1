import { createTestClient, type TestTenant } from './testPlatform.ts';

/** True when what is sent is taken. */
export type Probe = () => Promise<boolean>;

/** A tenant that is known to two replicas: changes are made at the near one, and everything is sent to the far one. */
export interface Sender {
  readonly tenant: TestTenant;
  readonly keyId: string;
  readonly configId: string;
  /** With the secret that the key had at first. */
  readonly asServer: Probe;
  /** With the browser token that the code had at first, from a page of `https://shop.example`. */
  readonly asPage: Probe;
  /** With the site token that the code of the website had at first, from the same page. */
  readonly asSite: Probe;
  /** With the session that signed up. */
  readonly asSession: Probe;
  /** The same as a server with other credentials. */
  sends(credentials: Partial<TestTenant>): Probe;
  /** Changes something, below `/api/v1`; throws unless that succeeds. */
  change<T>(method: string, path: string, body?: unknown): Promise<T>;
}

export async function buildSender(nearUrl: string, farUrl: string): Promise<Sender> {
  const near = createTestClient(nearUrl);
  const far = createTestClient(farUrl);
  const tenant = await near.signUp();
  const { token } = tenant;
  const configId = await near.createMetric(tenant, {
    metricName: 'orders',
    metricType: 'counter',
    trackingEvents: ['order'],
  });

  async function change<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await near.call<T>(method, `/api/v1${path}`, { token, body });
    if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${JSON.stringify(answer)}`);
    return answer.body;
  }

  function sends(credentials: Partial<TestTenant>, headers: Record<string, string> = {}): Probe {
    const sender = { ...tenant, ...credentials };
    return async () => (await far.push(sender, [{ name: 'orders' }], { headers })).status === 202;
  }

  const { apiKeys } = await change<{ apiKeys: { id: string }[] }>('GET', '/apikeys');
  const keyId = apiKeys[0]?.id ?? '';
  const page = { Origin: 'https://shop.example' };
  const asPageWithCode = async (path: string) => {
    const { code } = await change<{ code: string }>('POST', `${path}/generate-code`, {});
    const apiSecret = /"apiSecret":"(m[bt]_[^"]+)"/.exec(code)?.[1] ?? '';
    return sends({ apiSecret }, page);
  };
  return {
    tenant,
    keyId,
    configId,
    asServer: sends({}),
    asPage: await asPageWithCode(`/metric-configs/${configId}`),
    asSite: await asPageWithCode(`/apikeys/${keyId}`),
    asSession: async () => (await far.call('GET', '/api/v1/auth/me', { token })).status === 200,
    sends,
    change,
  };
}
