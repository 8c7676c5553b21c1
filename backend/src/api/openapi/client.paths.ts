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

const cachingHeaders = {
  ETag: { schema: { type: 'string' }, description: 'Weak; for If-None-Match.' },
  'Cache-Control': { schema: { type: 'string' } },
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
      summary: 'The generic client library, the script of one configuration, or one that was pinned',
      description: 'Compressed with gzip for those who accept it. May be kept for 5 minutes; what was pinned for ever.',
      security: [],
      parameters: [
        { name: 'config', in: 'query', schema: uuid, description: 'Id of a metric configuration.' },
        { name: 'key', in: 'query', schema: { type: 'string' }, description: 'Public id of the API key to send with.' },
        { name: 'transport', in: 'query', schema: { type: 'string', enum: ['headers', 'simple'], default: 'headers' } },
        {
          name: 'version',
          in: 'query',
          schema: { type: 'string', pattern: '^[\\w-]{43}$' },
          description: 'Of a pinned script, which never changes; without the other parameters.',
        },
        { name: 'format', in: 'query', schema: { type: 'string', enum: ['script', 'module'], default: 'script' } },
      ],
      responses: {
        200: {
          description: 'JavaScript.',
          headers: cachingHeaders,
          content: { 'text/javascript': { schema: { type: 'string' } } },
        },
        304: { description: 'Not changed since the ETag that the caller holds.', headers: cachingHeaders },
        ...problems(400, 404, 429, 503),
      },
    },
  },
};
