import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Edge, edgesOf, type JsonSchema, resolveSchema } from '../../testing/schemaEdges.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../testing/testPlatform.ts';
import { createOpenApiDocument, type OpenApiDocument } from './document.ts';

/** Sends every limit that the OpenAPI document publishes, and one beyond it, to the endpoint that it is published for. */
const document: OpenApiDocument = createOpenApiDocument('https://metrics.example.test');

interface Documented {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly body: JsonSchema | undefined;
  readonly query: readonly { name: string; schema: JsonSchema }[];
}

const operations: Documented[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => {
    const parameters = (operation.parameters ?? []) as { name: string; in: string; schema: JsonSchema }[];
    const requestBody = operation.requestBody as
      | { content: Record<string, { schema: JsonSchema } | undefined> }
      | undefined;
    return {
      operationId: operation.operationId,
      method: method.toUpperCase(),
      path,
      body: requestBody?.content['application/json']?.schema,
      query: parameters.filter((parameter) => parameter.in === 'query'),
    };
  }),
);

let server: TestPlatform;
let tenant: TestTenant;
let metricConfigId: string;
/** Changed and rotated, while the tenant's own goes on sending. */
let apiKeyId: string;
let serial = 0;

beforeAll(async () => {
  const many = '100000';
  server = await startTestPlatform({
    env: {
      RATE_LIMIT_API_PER_MINUTE: many,
      RATE_LIMIT_SIGNIN_PER_ACCOUNT: many,
      RATE_LIMIT_SIGNIN_PER_ADDRESS: many,
      RATE_LIMIT_SIGNIN_ATTEMPTS_PER_ADDRESS: many,
      RATE_LIMIT_SIGNUP_PER_HOUR: many,
    },
  });
  tenant = await server.signUp();
  metricConfigId = await server.createMetric(tenant, { metricName: 'visits', metricType: 'counter' });
  const { body } = await server.call<{ apiKey: { id: string } }>('POST', '/api/v1/apikeys', {
    token: tenant.token,
    body: { keyName: 'Other' },
  });
  apiKeyId = body.apiKey.id;
});
afterAll(() => server.stop());

const person = () => {
  serial += 1;
  return { email: `person${serial}@example.test`, password: 'a harbour of quiet boats', firstName: 'A', lastName: 'L' };
};

/** A body that each endpoint takes as it is, but for the field that is tried. */
const bodies: Readonly<Record<string, () => Record<string, unknown>>> = {
  signUp: person,
  signIn: () => ({ email: tenant.email, password: tenant.password }),
  changeNames: () => ({}),
  deleteAccount: () => ({ password: 'not the one' }),
  changePassword: () => ({ currentPassword: 'not the one', newPassword: 'three blue kettles' }),
  createApiKey: () => ({ keyName: 'Shop' }),
  updateApiKey: () => ({}),
  rotateApiKey: () => ({}),
  revokeSiteToken: () => ({}),
  generateSiteCode: () => ({}),
  createMetricConfig: () => {
    serial += 1;
    return { name: 'Visits', metricName: `visits_${serial}`, metricType: 'counter' };
  },
  updateMetricConfig: () => ({}),
  revokeToken: () => ({}),
  generateCode: () => ({}),
  pushMetrics: () => ({ metrics: [{ name: 'visits' }] }),
};

/** What makes a field fit its type: buckets are for histograms. */
const companions: Readonly<Record<string, Record<string, unknown>>> = {
  buckets: { metricType: 'histogram' },
  quantiles: { metricType: 'summary' },
};

async function send({ operationId, method, path }: Documented, body: Record<string, unknown> | undefined, query = '') {
  const id = path.startsWith('/api/v1/apikeys') ? apiKeyId : metricConfigId;
  const headers = { 'X-API-Key': tenant.apiKey, 'X-API-Secret': tenant.apiSecret };
  return server.call<{ errors?: { path: string; message: string; code?: string }[] }>(
    method,
    path.replace('{id}', id) + query,
    {
      ...(operationId === 'pushMetrics' ? { headers } : { token: tenant.token }),
      ...(body && { body }),
    },
  );
}

/** The faults that an answer finds with one field. */
const faultsAt = (field: string, body: { errors?: { path: string; code?: string }[] }) =>
  (body.errors ?? []).filter(({ path, code }) => {
    if (code !== undefined && code !== 'invalid_sample') return false;
    return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
  });

describe.each(operations.filter(({ body }) => body !== undefined))('$method $path', (operation) => {
  const schema = resolveSchema(document, operation.body ?? {});
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, property]) => [name, edgesOf(document, name, property)] as const,
  );

  it.each(fields.filter(([, edges]) => edges.length > 0))(
    'takes what is published for %s, and no more',
    async (name, edges) => {
      const base = bodies[operation.operationId];
      if (!base) throw new Error(`There is no body for ${operation.operationId}`);
      const sent = async (edge: Edge) => send(operation, { ...base(), ...companions[name], [name]: edge.value });
      for (const edge of edges) {
        const { status, body } = await sent(edge);
        const what = `${edge.what}: ${status} ${JSON.stringify(body).slice(0, 300)}`;
        expect(status, what).toBeLessThan(500);
        // A name that is taken is no fault of its length.
        if (edge.isAllowed) expect(status === 409 ? [] : faultsAt(`body.${name}`, body), what).toEqual([]);
        else expect([status, faultsAt(`body.${name}`, body).length > 0], what).toEqual([400, true]);
      }
    },
  );

  it('takes no other field', async () => {
    const { status } = await send(operation, { ...bodies[operation.operationId]?.(), somethingElse: 1 });
    expect(status).toBe(400);
  });
});

const lists = operations.filter(({ query }) => query.some(({ name }) => name === 'offset'));

describe.each(lists)('$method $path', (operation) => {
  it.each(operation.query)('takes what is published for $name, and no more', async ({ name, schema }) => {
    const edges = edgesOf(document, name, schema);
    expect(edges.length).toBeGreaterThan(2);
    for (const { value, isAllowed, what } of edges) {
      const { status, body } = await send(operation, undefined, `?${name}=${value}`);
      expect(status, what).toBe(isAllowed ? 200 : 400);
      expect(faultsAt(`query.${name}`, body).length, what).toBe(isAllowed ? 0 : 1);
    }
  });
});

it('looks at every endpoint that takes a body or a page', () => {
  expect(
    operations
      .filter(({ body }) => body !== undefined)
      .map(({ operationId }) => operationId)
      .sort(),
  ).toEqual(Object.keys(bodies).sort());
  expect(lists.length).toBeGreaterThanOrEqual(5);
});
