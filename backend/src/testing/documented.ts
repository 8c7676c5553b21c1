import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { OpenApiDocument } from '../api/openapi/document.ts';

/** An answer as a test saw it. */
export interface SeenAnswer {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  /** Without parameters; empty when there was no body. */
  readonly contentType: string;
  readonly body: unknown;
}

/** Throws when an answer is not one that the OpenAPI document promises: undocumented status, type, or a body that has other fields. */
export type AssertDocumented = (answer: SeenAnswer) => void;

export function createAssertDocumented(document: OpenApiDocument): AssertDocumented {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(closed(document) as object, 'document');
  const compiled = new Map<string, ValidateFunction>();
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
  }));

  function schemaAt(pointer: string): ValidateFunction {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` });
    compiled.set(pointer, known);
    return known;
  }

  return ({ method, path, status, contentType, body }) => {
    if (method === 'OPTIONS' || method === 'HEAD') return;
    const answer = `${method} ${path} ${status}`;
    // A path that is written out stands for itself, whatever `{id}` would take.
    const fitting = templates.filter(({ pattern }) => pattern.test(path)).map(({ template }) => template);
    const template = fitting.find((one) => !one.includes('{')) ?? fitting[0];
    const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
    if (template === undefined || !operation) {
      const form = path.startsWith('/api/v1/prometheus/') ? 'PrometheusError' : 'Problem';
      check(schemaAt(`/components/schemas/${form}`), body, answer);
      return;
    }
    const content = operation.responses[status];
    if (!content) throw new Error(`${answer} is not documented`);
    if (contentType === '') return;
    const media = content.content;
    if (typeof media !== 'object' || media === null || !Object.hasOwn(media, contentType)) {
      throw new Error(`${answer} as ${contentType} is not documented`);
    }
    const steps = [
      'paths',
      template,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      contentType,
      'schema',
    ];
    check(schemaAt(steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')), body, answer);
  };
}

function check(validate: ValidateFunction, body: unknown, answer: string): void {
  if (validate(body)) return;
  const faults = validate.errors?.map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  throw new Error(`${answer} does not fit its schema: ${faults?.join('; ')}`);
}

/** The same document with every object closed, so that a field that nobody documented is found. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, closed(child)]));
  return 'properties' in copy && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy;
}
