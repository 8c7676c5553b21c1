import {
  idParameter,
  json,
  jsonBody,
  list,
  object,
  type Paths,
  pageParameters,
  problems,
  ref,
  session,
  sessionBodyProblems,
  sessionProblems,
} from './build.ts';

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
        'The old secret works until the overlap ends. A secret from before an earlier rotation ends now; so without an overlap nothing but the new one works. Tokens in pages stay as they are.',
      security: session,
      parameters: [idParameter],
      requestBody: jsonBody(ref('Overlap'), false),
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
  '/api/v1/apikeys/{id}/generate-code': {
    post: {
      operationId: 'generateSiteCode',
      tags: ['apikeys'],
      summary: 'Generate the tracking code of a whole website',
      description: 'One tag for all metrics that are active, count in pages and have events.',
      security: session,
      parameters: [idParameter],
      requestBody: jsonBody(ref('GenerateSiteCode'), false),
      responses: { 200: json('The code.', ref('GeneratedSiteCode')), ...sessionBodyProblems, ...problems(404, 409) },
    },
  },
  '/api/v1/apikeys/{id}/revoke-site-token': {
    post: {
      operationId: 'revokeSiteToken',
      tags: ['apikeys'],
      summary: 'End the site tokens of an API key',
      description:
        'The site tag from before stops counting when the overlap ends; those from before an earlier revocation now. Browsers keep script.js for five minutes, so pages that load it need as long an overlap. Browser tokens of single metrics stay as they are.',
      security: session,
      parameters: [idParameter],
      requestBody: jsonBody(ref('Overlap'), false),
      responses: {
        200: json('The key.', object({ apiKey: ref('ApiKey') })),
        ...sessionBodyProblems,
        ...problems(404),
      },
    },
  },
};
