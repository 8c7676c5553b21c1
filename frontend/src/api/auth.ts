import type { Api } from './client.ts';
import { apiKeyWithSecret, failedSignIns, session, user } from './contract.generated.ts';
import { listOf, number, object } from './shape.ts';

export type { FailedSignIns, Session as SessionRecord, User } from './contract.generated.ts';

const renewed = object({ expiresIn: number });

export interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
}

const signedUp = object({ expiresIn: number, user, apiKey: apiKeyWithSecret });
const signedIn = object({ expiresIn: number, user, failedSignIns });

/** The answer has the default key's secret, this once. */
export const signUp = (api: Api, body: SignUp) =>
  api.call({ method: 'POST', path: '/auth/signup', body, answer: signedUp });

export const signIn = (api: Api, body: { email: string; password: string }) =>
  api.call({ method: 'POST', path: '/auth/signin', body, answer: signedIn });

/** Ends this session, here and in Grafana. */
export const signOut = (api: Api) => api.call<void>({ method: 'POST', path: '/auth/signout' });

/** Those that have not ended, the one last seen first. */
export const listSessions = async (api: Api) =>
  (await api.call({ path: '/auth/sessions', answer: object({ sessions: listOf(session), total: number }) })).sessions;

export const endSession = (api: Api, id: string) => api.call<void>({ method: 'DELETE', path: `/auth/sessions/${id}` });

const oneUser = object({ user });

/** The person, and wrong passwords since their last sign-in. */
export const fetchAccount = (api: Api) => api.call({ path: '/auth/me', answer: object({ user, failedSignIns }) });

export const changeNames = async (api: Api, body: { firstName: string; lastName: string }) =>
  (await api.call({ method: 'PATCH', path: '/auth/me', body, answer: oneUser })).user;

/** Every other session ends; this one lives on for the full time. */
export const changePassword = (api: Api, body: { currentPassword: string; newPassword: string }) =>
  api.call({ method: 'PUT', path: '/auth/password', body, answer: renewed });

export const signOutEverywhere = (api: Api) =>
  api.call({ method: 'POST', path: '/auth/signout-everywhere', answer: renewed });

export const deleteAccount = (api: Api, password: string) =>
  api.call<void>({ method: 'DELETE', path: '/auth/me', body: { password } });
