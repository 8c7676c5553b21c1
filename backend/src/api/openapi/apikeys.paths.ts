import {
  idParameter,
  json,
  jsonBody,
  list,
  object,
  overlap,
  type Paths,
  pageParameters,
  problems,
  ref,
  type Schema,
  session,
  sessionBodyProblems,
  sessionProblems,
  text,
  time,
  timeOrNull,
  uuid,
} from './build.ts';

const allowedOrigins = list(text('`https://shop.example`, or `https://*.shop.example` for its subdomains.'), {
  maxItems: 50,
  description: 'Origins whose pages may use browser tokens of this key; empty means any.',
});
const createsMetrics: Schema = {
  type: 'boolean',
  description:
    'Whether a sample of a name that no metric has makes one, of its type and with its labels. Otherwise it is refused as `unknown_metric`.',
};
const keyName = text('For people.', { minLength: 1, maxLength: 100 });

const apiKeyFields: Readonly<Record<string, Schema>> = {
  id: uuid,
  keyName,
  apiKey: text('Public id, the value of X-API-Key.', { pattern: '^mk_' }),
  secretHint: text('How the secret begins and ends.'),
  previousSecretExpiresAt: {
    ...timeOrNull,
    description: 'Until then the secret before the last rotation works, too; null when none does.',
  },
  previousSecretLastUsedAt: {
    ...timeOrNull,
    description: 'When that secret was last used since the rotation, right to the minute.',
  },
  allowedOrigins,
  createsMetrics,
  isActive: { type: 'boolean' },
  lastUsedAt: timeOrNull,
  expiresAt: timeOrNull,
  createdAt: time,
  updatedAt: time,
};

export const apiKeySchemas: Readonly<Record<string, Schema>> = {
  ApiKey: object(apiKeyFields),
  ApiKeyWithSecret: object({
    ...apiKeyFields,
    apiSecret: text('The value of X-API-Secret. For servers only: never put it in a page.', { pattern: '^ms_live_' }),
  }),
  CreateApiKey: object(
    {
      keyName,
      expiresAt: { ...timeOrNull, description: 'In the future, with its zone; null or absent: never.' },
      allowedOrigins,
      createsMetrics: { ...createsMetrics, default: false },
    },
    ['expiresAt', 'allowedOrigins', 'createsMetrics'],
  ),
  UpdateApiKey: {
    ...object(
      {
        keyName,
        isActive: { type: 'boolean', description: 'An inactive key is refused.' },
        expiresAt: { ...timeOrNull, description: 'In the future, with its zone; null: never.' },
        allowedOrigins,
        createsMetrics,
      },
      ['keyName', 'isActive', 'expiresAt', 'allowedOrigins', 'createsMetrics'],
    ),
    description: 'Only the fields that are given change.',
  },
};

export const apiKeyPaths: Paths = {
  '/api/v1/apikeys': {
    post: {
      operationId: 'createApiKey',
      tags: ['apikeys'],
      summary: 'Create an API key',
      security: session,
      requestBody: jsonBody(ref('CreateApiKey')),
      responses: {
        201: json('The key. `apiSecret` is shown here and never again.', object({ apiKey: ref('ApiKeyWithSecret') })),
        ...sessionBodyProblems,
        ...problems(409),
      },
    },
    get: {
      operationId: 'listApiKeys',
      tags: ['apikeys'],
      summary: 'List your API keys, oldest first',
      security: session,
      parameters: pageParameters,
      responses: {
        200: json(
          'A page of keys, without secrets.',
          object({ apiKeys: list(ref('ApiKey')), total: { type: 'integer' } }),
        ),
        ...problems(400),
        ...sessionProblems,
      },
    },
  },
  '/api/v1/apikeys/{id}': {
    patch: {
      operationId: 'updateApiKey',
      tags: ['apikeys'],
      summary: 'Change the given fields; every process acts on it within seconds',
      security: session,
      parameters: [idParameter],
      requestBody: jsonBody(ref('UpdateApiKey')),
      responses: {
        200: json('The key after the change.', object({ apiKey: ref('ApiKey') })),
        ...sessionBodyProblems,
        ...problems(404),
      },
    },
    delete: {
      operationId: 'deleteApiKey',
      tags: ['apikeys'],
      summary: 'Delete an API key; its samples are refused within seconds',
      security: session,
      parameters: [idParameter],
      responses: { 204: { description: 'Deleted.' }, ...problems(400, 404), ...sessionProblems },
    },
  },
  '/api/v1/apikeys/{id}/rotate': {
    post: {
      operationId: 'rotateApiKey',
      tags: ['apikeys'],
      summary: 'Replace the secret of an API key',
      description:
        'The old secret works until the overlap ends. A secret from before an earlier rotation ends now; so without an overlap nothing but the new one works. Browser tokens stay as they are.',
      security: session,
      parameters: [idParameter],
      requestBody: jsonBody(overlap, false),
      responses: {
        200: json(
          'The key. `apiSecret` is the new secret, shown here and never again.',
          object({ apiKey: ref('ApiKeyWithSecret') }),
        ),
        ...sessionBodyProblems,
        ...problems(404),
      },
    },
  },
};
