import { json, object, type Paths, problems, ref, type Schema, text, uuid } from './build.ts';

export const clientSchemas: Readonly<Record<string, Schema>> = {
  ClientInfo: object({
    name: text('Name of the library.'),
    version: text('Its version.'),
    scriptUrl: text('Where it is.', { format: 'uri' }),
    endpoint: text('Where it sends.', { format: 'uri' }),
    usage: text('How to use it.'),
  }),
};

export const clientPaths: Paths = {
  '/api/v1/client': {
    get: {
      operationId: 'getClientInfo',
      tags: ['client'],
      summary: 'About the client library',
      security: [],
      responses: { 200: json('Facts and usage.', ref('ClientInfo')), ...problems(400) },
    },
  },
  '/api/v1/client/script.js': {
    get: {
      operationId: 'getClientScript',
      tags: ['client'],
      summary: 'The generic client library, or the script of one configuration',
      security: [],
      parameters: [
        { name: 'config', in: 'query', schema: uuid, description: 'Id of a metric configuration.' },
        { name: 'key', in: 'query', schema: { type: 'string' }, description: 'Public id of the API key to send with.' },
        { name: 'transport', in: 'query', schema: { type: 'string', enum: ['headers', 'simple'], default: 'headers' } },
      ],
      responses: {
        200: { description: 'JavaScript.', content: { 'text/javascript': { schema: { type: 'string' } } } },
        304: { description: 'Not changed since the ETag that the caller holds.' },
        ...problems(400, 404, 503),
      },
    },
  },
};
