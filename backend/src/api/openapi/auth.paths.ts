import {
  json,
  jsonBody,
  object,
  type Paths,
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

const email = text('Stored in lower case.', { format: 'email', maxLength: 254 });
const personName = (description: string) => text(description, { minLength: 1, maxLength: 100 });
const token = text('A JWT for `Authorization: Bearer`.');
const expiresIn: Schema = { type: 'integer', description: 'Seconds that the token lives.' };

const failedSignIns = (since: string): Schema =>
  object({
    count: { type: 'integer', minimum: 0, description: `Wrong passwords for this account since ${since}.` },
    lastAt: { ...timeOrNull, description: 'When the last of them was.' },
  });

const newPassword = text('8 characters to 72 bytes of UTF-8; common and guessable ones are refused.', {
  minLength: 8,
  maxLength: 72,
});
const rightPassword = text('The password of the account.', { minLength: 1, maxLength: 1024 });
const renewed = json('The token with which this session goes on.', object({ token, expiresIn }));

export const authSchemas: Readonly<Record<string, Schema>> = {
  User: object({
    id: { ...uuid, description: 'Also the `tenant` label in Prometheus.' },
    email,
    firstName: personName('First name.'),
    lastName: personName('Last name.'),
    isActive: { type: 'boolean' },
    isOperator: { type: 'boolean', description: "May see the platform's own metrics." },
    lastLoginAt: timeOrNull,
    createdAt: time,
    updatedAt: time,
  }),
  SignUp: object({
    email,
    password: newPassword,
    firstName: personName('First name.'),
    lastName: personName('Last name.'),
  }),
  SignIn: object({ email, password: text('As at sign-up.', { minLength: 1, maxLength: 1024 }) }),
  ChangeNames: object({ firstName: personName('First name.'), lastName: personName('Last name.') }, [
    'firstName',
    'lastName',
  ]),
};

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
          object({ token, expiresIn, user: ref('User'), apiKey: ref('ApiKeyWithSecret') }),
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
          object({ token, expiresIn, user: ref('User'), failedSignIns: failedSignIns('the sign-in before this one') }),
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
        200: json('The user.', object({ user: ref('User'), failedSignIns: failedSignIns('the last sign-in') })),
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
      requestBody: jsonBody(object({ password: rightPassword })),
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
      requestBody: jsonBody(object({ currentPassword: rightPassword, newPassword })),
      responses: { 200: renewed, ...sessionBodyProblems, ...problems(403) },
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
