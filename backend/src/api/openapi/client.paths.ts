import { scriptQuery } from '../../contract/scriptQuery.ts';
import { siteTagQuery } from '../../contract/service.ts';
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
  '/api/v1/client/site-tag': {
    get: {
      operationId: 'getSiteTag',
      tags: ['client'],
      summary: 'The tag of a whole website, for anybody who is to paste it',
      description: 'Made from the address of this server and the key. Whether there is such a key is not looked up.',
      security: [],
      parameters: queryParameters(siteTagQuery),
      responses: { 200: json('The tag and the addresses in it.', ref('SiteTag')), ...problems(400) },
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
