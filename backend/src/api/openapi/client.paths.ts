import { scriptQuery } from '../../contract/scriptQuery.ts';
import { json, type Paths, problems, queryParameters, ref } from './build.ts';

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
      summary:
        'The generic client library, the script of one configuration or of a whole website, or one that was pinned',
      description: 'Compressed with gzip for those who accept it. May be kept for 5 minutes; what was pinned for ever.',
      security: [],
      parameters: queryParameters(scriptQuery),
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
