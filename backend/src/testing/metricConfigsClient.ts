import type supertest from 'supertest';
import { expect } from 'vitest';
import type { TestApp, TestUser } from './testApp.ts';

type Answer = Promise<supertest.Response>;

/** `/api/v1/metric-configs` as a signed-in user calls it. */
export interface MetricConfigsClient {
  create(body: unknown, as?: TestUser): Answer;
  /** The record of an answer that must be 201. */
  created(body: unknown, as?: TestUser): Promise<supertest.Response['body']>;
  list(query?: string, as?: TestUser): Answer;
  get(id: string, as?: TestUser): Answer;
  put(id: string, body: unknown, as?: TestUser): Answer;
  remove(id: string, as?: TestUser): Answer;
}

export const metricConfigsPath = '/api/v1/metric-configs';
/** The smallest configuration. */
export const counter = { name: 'Visits', metricName: 'visits', metricType: 'counter' };

/** `me` is asked at every call, because each test has a user of its own. */
export function metricConfigsClient(app: () => TestApp, me: () => TestUser): MetricConfigsClient {
  const path = metricConfigsPath;
  const client: MetricConfigsClient = {
    create: async (body, as = me()) =>
      app()
        .request.post(path)
        .set(as.auth)
        .send(body as object),
    async created(body, as) {
      const answer = await client.create(body, as);
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body.metricConfig;
    },
    list: async (query = '', as = me()) =>
      app()
        .request.get(path + query)
        .set(as.auth),
    get: async (id, as = me()) => app().request.get(`${path}/${id}`).set(as.auth),
    put: async (id, body, as = me()) =>
      app()
        .request.put(`${path}/${id}`)
        .set(as.auth)
        .send(body as object),
    remove: async (id, as = me()) => app().request.delete(`${path}/${id}`).set(as.auth),
  };
  return client;
}

/** The places that an answer finds fault with. */
export function faultPaths(answer: supertest.Response): string[] | undefined {
  return answer.body.errors?.map((error: { path: string }) => error.path);
}
