import { list, object, type Schema, text } from './build.ts';

export const problemSchemas: Readonly<Record<string, Schema>> = {
  Problem: {
    ...object(
      {
        type: text('`urn:uvp:problem:` and the code.'),
        title: text('The same for every failure of the kind.'),
        status: { type: 'integer', minimum: 400, maximum: 599 },
        detail: text('What happened this time, for people.'),
        code: text('Stable, for programs; listed in docs/api.md.', { pattern: '^[a-z][a-z0-9_]*$' }),
        requestId: text('Also in X-Request-Id and in the server log.'),
        errors: list(
          object(
            {
              path: text('`body.labels`, `query.limit` and the like.'),
              message: text('What is wrong there.'),
              code: text('Which kind of fault, when there are kinds.'),
            },
            ['code'],
          ),
        ),
      },
      ['errors'],
    ),
    description: 'A failure, as RFC 9457 has it.',
  },
};
