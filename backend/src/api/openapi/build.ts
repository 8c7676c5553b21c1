import type { z } from 'zod';
import { page } from '../../contract/page.ts';
import { type Schema, toSchema } from '../../contract/toSchema.ts';

export type { Schema } from '../../contract/toSchema.ts';

type Json = Readonly<Record<string, unknown>>;

/** One endpoint. */
export interface Operation extends Json {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly responses: Readonly<Record<string, Json>>;
}

/** Paths with their operations by method. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
export const text = (description: string, rest: Schema = {}): Schema => ({ type: 'string', description, ...rest });
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const time: Schema = { type: 'string', format: 'date-time' };
export const timeOrNull: Schema = { type: ['string', 'null'], format: 'date-time' };

/** An object whose properties are all required unless named in `optional`. */
export function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  return { type: 'object', properties, required: Object.keys(properties).filter((name) => !optional.includes(name)) };
}

export function list(items: Schema, rest: Schema = {}): Schema {
  return { type: 'array', items, ...rest };
}

export function json(description: string, schema: Schema): Json {
  return { description, content: { 'application/json': { schema } } };
}

export function jsonBody(schema: Schema, required = true): Json {
  return { required, content: { 'application/json': { schema } } };
}

const problemTexts: Readonly<Record<string, string>> = {
  400: 'The input is malformed or breaks a rule; `errors` says where.',
  401: 'No credentials, or wrong ones.',
  403: 'Known, but not allowed to do this.',
  404: "No such record, or another user's.",
  405: 'Not with this method.',
  409: 'The state of the record forbids it; `code` says why.',
  413: 'The body is too large.',
  415: 'Wrong content type or encoding.',
  429: 'Too many requests; wait `Retry-After` seconds.',
  503: 'Temporarily unavailable, nothing was stored; retry after `Retry-After` seconds.',
};

/** Failures as problem+json, by status. */
export function problems(...statuses: number[]): Readonly<Record<string, Json>> {
  const entries = statuses.map((status) => {
    const retryAfter = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } } };
    return [
      String(status),
      {
        description: problemTexts[status] ?? 'A failure.',
        ...((status === 429 || status === 503) && { headers: retryAfter }),
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** Failures that every endpoint behind a session may answer. */
export const sessionProblems = problems(401, 403, 429, 503);
/** The same for those that take a JSON body. */
export const sessionBodyProblems = { ...problems(400, 413, 415), ...sessionProblems };

/** A bearer token, or what a browser sends: the cookie and the header that goes with it. */
export const session: readonly Json[] = [{ session: [] }, { sessionCookie: [], sessionHeader: [] }];
export const idParameter: Json = { name: 'id', in: 'path', required: true, schema: uuid };
export const pageParameters = queryParameters(page);

/** The parameters of a query, from its description. */
export function queryParameters(schema: z.ZodObject): readonly Json[] {
  const { properties } = toSchema(schema) as { properties: Record<string, Schema> };
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property;
    return { name, in: 'query', schema: rest, ...(description !== undefined && { description }) };
  });
}
