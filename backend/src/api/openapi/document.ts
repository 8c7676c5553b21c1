import { components } from '../../contract/components.ts';
import { type Schema, toComponents } from '../../contract/toSchema.ts';
import { apiKeyPaths } from './apikeys.paths.ts';
import { authPaths } from './auth.paths.ts';
import type { Paths } from './build.ts';
import { clientPaths } from './client.paths.ts';
import { grafanaPaths } from './grafana.paths.ts';
import { healthPaths, healthSchemas } from './health.paths.ts';
import { insightPaths } from './insight.paths.ts';
import { metricConfigPaths } from './metricConfigs.paths.ts';
import { metricsPaths } from './metrics.paths.ts';
import { problemSchemas } from './problem.schema.ts';
import { prometheusPaths, prometheusSchemas } from './prometheus.paths.ts';

/** The parts of an OpenAPI 3.1 document that we read ourselves. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Paths;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, Schema>>;
  };
}

const documentPaths: Paths = {
  '/api/v1/openapi.json': {
    get: {
      operationId: 'getOpenApi',
      tags: ['openapi'],
      summary: 'This document',
      security: [],
      responses: {
        200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } },
      },
    },
  },
  '/api/docs': {
    get: {
      operationId: 'getReferencePage',
      tags: ['openapi'],
      summary: 'This document, as a page for people',
      security: [],
      responses: { 200: { description: 'The page.', content: { 'text/html': { schema: { type: 'string' } } } } },
    },
  },
  '/api/docs/styles.css': {
    get: {
      operationId: 'getReferenceStyles',
      tags: ['openapi'],
      summary: 'What makes the page readable',
      security: [],
      responses: { 200: { description: 'A stylesheet.', content: { 'text/css': { schema: { type: 'string' } } } } },
    },
  },
};

/** The whole API as OpenAPI 3.1; `publicUrl` is where callers reach it. */
export function createOpenApiDocument(publicUrl: string): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Unified Visibility Platform',
      version: '1',
      description:
        'Accounts, API keys, metric configurations, and samples on their way to Prometheus. Failures are RFC 9457 problems.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    tags: [
      { name: 'auth', description: 'Accounts and sessions.' },
      { name: 'apikeys', description: 'Credentials of senders.' },
      { name: 'metric-configs', description: 'What is measured.' },
      { name: 'metrics', description: 'Samples.' },
      { name: 'client', description: 'The client library.' },
      { name: 'prometheus', description: "Queries: Prometheus's HTTP API over your own series." },
      { name: 'grafana', description: 'Graphs in Grafana.' },
      { name: 'health', description: 'For load balancers and people on call.' },
      { name: 'openapi', description: 'This document.' },
    ],
    paths: {
      ...authPaths,
      ...apiKeyPaths,
      ...metricConfigPaths,
      ...insightPaths,
      ...metricsPaths,
      ...clientPaths,
      ...prometheusPaths,
      ...grafanaPaths,
      ...healthPaths,
      ...documentPaths,
    },
    components: {
      schemas: {
        ...problemSchemas,
        ...toComponents(components),
        ...prometheusSchemas,
        ...healthSchemas,
      },
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        sessionCookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'uvp_session',
          description:
            'The session of a browser, `__Host-uvp_session` over HTTPS. Set by sign-in and sign-up when they carry `X-UVP-Session`.',
        },
        sessionHeader: {
          type: 'apiKey',
          in: 'header',
          name: 'X-UVP-Session',
          description:
            '`active`, or `idle` when nobody is at the page. The cookie counts only beside this header, which pages of other origins cannot send.',
        },
        basic: { type: 'http', scheme: 'basic', description: 'API key as the user, its secret as the password.' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        apiSecret: { type: 'apiKey', in: 'header', name: 'X-API-Secret' },
      },
    },
  };
}
