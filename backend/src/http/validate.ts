import type { Request, RequestHandler } from 'express';
import { matchedData, type ValidationChain } from 'express-validator';
import type { z } from 'zod';
import { type FieldError, ValidationError } from '../errors.ts';

type Location = 'body' | 'query';

const maxListedFaults = 50;
const maxShownName = 100;

/**
 * Runs the chains and refuses body and query fields that none of them names; every fault is listed, the first one of each field.
 * Handlers read only what `validated()` gives back.
 * @throws ValidationError with `path` as `body.labels` or `query.limit`.
 */
export function validate(...chains: ValidationChain[]): RequestHandler {
  const known: Record<Location, ReadonlySet<string>> = {
    body: fieldsOf(chains, 'body'),
    query: fieldsOf(chains, 'query'),
  };
  return async (req, _res, next) => {
    const errors: FieldError[] = [
      ...unknownFields(req, 'body', known.body),
      ...unknownFields(req, 'query', known.query),
    ];
    for (const chain of chains) {
      const [first] = (await chain.run(req)).array({ onlyFirstError: true });
      if (first?.type === 'field') errors.push({ path: `${first.location}.${first.path}`, message: String(first.msg) });
    }
    if (errors.length > 0) {
      const listed = errors.slice(0, maxListedFaults);
      const names = listed.map((error) => `${error.path.replace(/^(body|query)\./, '')} ${error.message}`);
      throw new ValidationError(names.slice(0, 3).join('; '), listed);
    }
    next();
  };
}

/**
 * The fields that the chains named, after their sanitizers; optional ones only when given.
 * @throws Error when the chains let something through that the contract does not describe
 */
export function validated<S extends z.ZodType>(req: Request, schema: S, location: Location = 'body'): z.infer<S> {
  const matched = matchedData(req, { locations: [location], includeOptionals: false });
  // A rule about several fields names one that was not sent.
  return schema.parse(Object.fromEntries(Object.entries(matched).filter(([, value]) => value !== undefined)));
}

function fieldsOf(chains: readonly ValidationChain[], location: Location): ReadonlySet<string> {
  const contexts = chains.map((chain) => chain.builder.build()).filter(({ locations }) => locations.includes(location));
  return new Set(contexts.flatMap(({ fields }) => fields));
}

/** Own keys only: express-validator's `checkExact` takes `constructor` for known, and looks at the query only beside query chains. */
function unknownFields(req: Request, location: Location, known: ReadonlySet<string>): FieldError[] {
  const sent: unknown = location === 'body' ? req.body : req.query;
  if (typeof sent !== 'object' || sent === null) return [];
  if (Array.isArray(sent)) return [{ path: location, message: 'must be an object' }];
  return Object.keys(sent)
    .filter((name) => !known.has(name))
    .map((name) => ({
      path: `${location}.${name.slice(0, maxShownName)}`,
      message: 'is not a field of this endpoint',
    }));
}
