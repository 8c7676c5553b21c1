import { apiKeyWithSecret } from './apiKeys.ts';
import type { Api } from './client.ts';
import { number, object, type Shaped, text } from './shape.ts';

export const user = object({ id: text, email: text, firstName: text, lastName: text, createdAt: text });
export type User = Shaped<typeof user>;

export const newSession = object({ token: text, expiresIn: number });
export type NewSession = Shaped<typeof newSession>;

export interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
}

const signedUp = object({ token: text, expiresIn: number, user, apiKey: apiKeyWithSecret });

/** The answer has the default key's secret, this once. */
export const signUp = (api: Api, body: SignUp) =>
  api.call({ method: 'POST', path: '/auth/signup', body, answer: signedUp });

export const signIn = (api: Api, body: { email: string; password: string }) =>
  api.call({ method: 'POST', path: '/auth/signin', body, answer: newSession });

const oneUser = object({ user });

export const fetchUser = async (api: Api) => (await api.call({ path: '/auth/me', answer: oneUser })).user;

export const changeNames = async (api: Api, body: { firstName: string; lastName: string }) =>
  (await api.call({ method: 'PATCH', path: '/auth/me', body, answer: oneUser })).user;

/** Every other session ends; this one goes on with the token of the answer. */
export const changePassword = (api: Api, body: { currentPassword: string; newPassword: string }) =>
  api.call({ method: 'PUT', path: '/auth/password', body, answer: newSession });

export const signOutEverywhere = (api: Api) =>
  api.call({ method: 'POST', path: '/auth/signout-everywhere', answer: newSession });

export const deleteAccount = (api: Api, password: string) =>
  api.call<void>({ method: 'DELETE', path: '/auth/me', body: { password } });
