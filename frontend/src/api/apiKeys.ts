import type { Api } from './client.ts';
import { apiKey, apiKeyWithSecret, generatedSiteCode } from './contract.generated.ts';
import { listOf, number, object } from './shape.ts';

export type { ApiKey, ApiKeyWithSecret, GeneratedSiteCode } from './contract.generated.ts';

export interface KeyFields {
  readonly keyName: string;
  readonly isActive: boolean;
  /** ISO; null lives for ever. */
  readonly expiresAt: string | null;
  readonly allowedOrigins: readonly string[];
  /** Whether a sample of an unknown name makes a metric. */
  readonly createsMetrics: boolean;
  /** Whether samples of robots count like those of people. */
  readonly countRobots: boolean;
}

/** Oldest first; an account has at most a hundred or so. */
export const listApiKeys = async (api: Api) =>
  (await api.call({ path: '/apikeys?limit=500', answer: object({ apiKeys: listOf(apiKey), total: number }) })).apiKeys;

export const createApiKey = async (api: Api, body: Omit<KeyFields, 'isActive'>) =>
  (await api.call({ method: 'POST', path: '/apikeys', body, answer: object({ apiKey: apiKeyWithSecret }) })).apiKey;

export const changeApiKey = async (api: Api, id: string, body: Partial<KeyFields>) =>
  (await api.call({ method: 'PATCH', path: `/apikeys/${id}`, body, answer: object({ apiKey }) })).apiKey;

/** The old secret works for `overlapSeconds` more. */
export const rotateApiKey = async (api: Api, id: string, overlapSeconds: number) =>
  (
    await api.call({
      method: 'POST',
      path: `/apikeys/${id}/rotate`,
      body: { overlapSeconds },
      answer: object({ apiKey: apiKeyWithSecret }),
    })
  ).apiKey;

export const deleteApiKey = (api: Api, id: string) => api.call<void>({ method: 'DELETE', path: `/apikeys/${id}` });

export interface SiteCodeOptions {
  readonly pinned?: boolean;
  /** Whose host the code uses; the platform's when absent. */
  readonly host?: 'platform' | 'page';
}

/** The tag of a whole website, in all forms. `pinned` keeps the script as it is, under an address that never changes. */
export const generateSiteCode = (api: Api, id: string, body: SiteCodeOptions = {}) =>
  api.call({ method: 'POST', path: `/apikeys/${id}/generate-code`, body, answer: generatedSiteCode });

/** Code of the website that is in pages already stops working after the overlap. */
export const revokeSiteToken = async (api: Api, id: string, overlapSeconds: number) =>
  (
    await api.call({
      method: 'POST',
      path: `/apikeys/${id}/revoke-site-token`,
      body: { overlapSeconds },
      answer: object({ apiKey }),
    })
  ).apiKey;
