import {
  idParameter,
  json,
  jsonBody,
  list,
  object,
  type Paths,
  problems,
  ref,
  type Schema,
  session,
  sessionBodyProblems,
  sessionProblems,
  text,
} from './build.ts';

const token = text('A JWT for `Authorization: Bearer`; absent when the session went into the cookie of a browser.');
const expiresIn: Schema = { type: 'integer', description: 'Seconds that the session lives.' };
const renewed = json('With what this session goes on.', object({ token, expiresIn }, ['token']));

export const authPaths: Paths = {
  '/api/v1/auth/signup': {
    post: {
      operationId: 'signUp',
      tags: ['auth'],
      summary: 'Create an account and its first API key',
      security: [],
      requestBody: jsonBody(ref('SignUp')),
      responses: {
        201: json(
          'The account, signed in. `apiKey.apiSecret` is shown here and never again.',
          object({ token, expiresIn, user: ref('User'), apiKey: ref('ApiKeyWithSecret') }, ['token']),
        ),
        ...problems(400, 409, 413, 415, 429, 503),
      },
    },
  },
  '/api/v1/auth/signin': {
    post: {
      operationId: 'signIn',
      tags: ['auth'],
      summary: 'Sign in',
      description:
        'An unknown address, a wrong password and an inactive account get the same answer. After too many failures an address has one try in ten seconds (429); the cookie that is set here and at sign-up lets a browser that has signed in before pass.',
      security: [],
      requestBody: jsonBody(ref('SignIn')),
      responses: {
        200: json(
          'A session.',
          object({ token, expiresIn, user: ref('User'), failedSignIns: ref('FailedSignIns') }, ['token']),
        ),
        ...problems(400, 401, 413, 415, 429, 503),
      },
    },
  },
  '/api/v1/auth/me': {
    get: {
      operationId: 'getCurrentUser',
      tags: ['auth'],
      summary: 'The signed-in user',
      security: session,
      responses: {
        200: json('The user.', object({ user: ref('User'), failedSignIns: ref('FailedSignIns') })),
        ...sessionProblems,
      },
    },
    patch: {
      operationId: 'changeNames',
      tags: ['auth'],
      summary: 'Change the given names',
      security: session,
      requestBody: jsonBody(ref('ChangeNames')),
      responses: { 200: json('The user.', object({ user: ref('User') })), ...sessionBodyProblems },
    },
    delete: {
      operationId: 'deleteAccount',
      tags: ['auth'],
      summary: 'Delete the account, its keys, its metrics and their totals',
      description:
        'Sessions and keys end at once, and the address is free again. Totals leave Postgres and the Pushgateway within minutes; history that Prometheus has scraped stays until its retention ends. 403 `wrong_password`.',
      security: session,
      requestBody: jsonBody(ref('ConfirmPassword')),
      responses: { 204: { description: 'Deleted.' }, ...sessionBodyProblems, ...problems(403) },
    },
  },
  '/api/v1/auth/password': {
    put: {
      operationId: 'changePassword',
      tags: ['auth'],
      summary: 'Change the password; all other sessions end',
      description: '403 `wrong_password` when the current one is wrong.',
      security: session,
      requestBody: jsonBody(ref('ChangePassword')),
      responses: { 200: renewed, ...sessionBodyProblems, ...problems(403) },
    },
  },
  '/api/v1/auth/signout': {
    post: {
      operationId: 'signOut',
      tags: ['auth'],
      summary: 'End this session',
      description:
        'Its token is refused from then on, and Grafana with it. A browser forgets its cookie, and with `Clear-Site-Data` what it has kept of these pages. A session that has ended already is no error.',
      security: session,
      responses: { 204: { description: 'Signed out.' }, ...problems(400), ...sessionProblems },
    },
  },
  '/api/v1/auth/sessions': {
    get: {
      operationId: 'listSessions',
      tags: ['auth'],
      summary: 'The sessions of the account that have not ended',
      security: session,
      responses: {
        200: json(
          'The one last seen first; at most 500.',
          object({ sessions: list(ref('Session')), total: { type: 'integer' } }),
        ),
        ...problems(400),
        ...sessionProblems,
      },
    },
  },
  '/api/v1/auth/sessions/{id}': {
    delete: {
      operationId: 'endSession',
      tags: ['auth'],
      summary: 'End one session',
      security: session,
      parameters: [idParameter],
      responses: { 204: { description: 'Ended.' }, ...sessionBodyProblems, ...problems(404) },
    },
  },
  '/api/v1/auth/signout-everywhere': {
    post: {
      operationId: 'signOutEverywhere',
      tags: ['auth'],
      summary: 'End all other sessions',
      security: session,
      responses: { 200: renewed, ...sessionBodyProblems },
    },
  },
};
