import type { OpenApiDocument } from '../api/openapi/document.ts';

/** What is read of a JSON Schema. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly maxProperties?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** A value at a published limit, or just beyond it. */
export interface Edge {
  readonly value: unknown;
  readonly isAllowed: boolean;
  readonly what: string;
}

export function resolveSchema(document: OpenApiDocument, schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolveSchema(document, document.components.schemas[name] ?? {});
}

/** The values at both sides of every limit of a field. Where only some texts are allowed, the field's name says which. */
export function edgesOf(document: OpenApiDocument, name: string, given: JsonSchema): Edge[] {
  const schema = resolveSchema(document, given);
  if (schema.anyOf)
    return schema.anyOf.flatMap((one) => edgesOf(document, name, one).filter(isOfOne(schema.anyOf ?? [])));
  const edges: Edge[] = [];
  const add = (what: string, allowed: unknown, beyond: unknown) =>
    edges.push({ what, value: allowed, isAllowed: true }, { what: `beyond ${what}`, value: beyond, isAllowed: false });

  const { minLength, maxLength, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (maxLength !== undefined) add(`maxLength ${maxLength}`, textOf(name, maxLength), textOf(name, maxLength + 1));
  if (minLength !== undefined) add(`minLength ${minLength}`, textOf(name, minLength), textOf(name, minLength - 1));
  if (minimum !== undefined) add(`minimum ${minimum}`, minimum, minimum - 1);
  if (maximum !== undefined) add(`maximum ${maximum}`, maximum, maximum + Math.max(1, maximum * Number.EPSILON));
  if (exclusiveMinimum !== undefined) add(`over ${exclusiveMinimum}`, exclusiveMinimum + 0.001, exclusiveMinimum);
  if (exclusiveMaximum !== undefined) add(`under ${exclusiveMaximum}`, exclusiveMaximum - 0.001, exclusiveMaximum);
  if (schema.enum) {
    for (const value of schema.enum) edges.push({ what: `one of the list`, value, isAllowed: true });
    edges.push({ what: 'none of the list', value: 'something else', isAllowed: false });
  }
  if (name === 'batchId') add('pattern', 'b'.repeat(255), 'b'.repeat(256));

  const { minItems, maxItems, maxProperties, items, properties, uniqueItems } = schema;
  if (maxItems !== undefined) add(`maxItems ${maxItems}`, itemsOf(name, maxItems), itemsOf(name, maxItems + 1));
  if (minItems !== undefined) add(`minItems ${minItems}`, itemsOf(name, minItems), itemsOf(name, minItems - 1));
  if (uniqueItems) edges.push({ what: 'the same twice', value: [itemOf(name, 1), itemOf(name, 1)], isAllowed: false });
  if (maxProperties !== undefined) {
    add(`maxProperties ${maxProperties}`, labelsOf(maxProperties), labelsOf(maxProperties + 1));
  }
  if (items && name !== 'allowedOrigins') {
    edges.push(...edgesOf(document, singularOf(name), items).map((edge) => ({ ...edge, value: [edge.value] })));
  }
  for (const [field, property] of Object.entries(properties ?? {})) {
    const around = singularOf(name) === 'metric' && field !== 'name' ? { name: 'visits' } : {};
    const inside = edgesOf(document, field, property);
    edges.push(
      ...inside.map((edge) => ({ ...edge, value: { ...around, [field]: edge.value }, what: `${field}: ${edge.what}` })),
    );
  }
  return edges;
}

/** Of several forms, a value beyond the limits of one must not be one of another: only those that none takes are kept. */
function isOfOne(forms: readonly JsonSchema[]): (edge: Edge) => boolean {
  return ({ value, isAllowed }) =>
    isAllowed || forms.some(({ type }) => typeof value === type || (type === 'array' && Array.isArray(value)));
}

function textOf(name: string, length: number): string {
  if (name === 'email') return emailOf(length);
  if (/password/i.test(name)) return 'Seven tall lanterns, no two of one kind; '.repeat(30).slice(0, length);
  if (name === 'pathPattern') return `/${'a'.repeat(length - 1)}`;
  return 'a'.repeat(length);
}

/** Labels of a host have 63 characters at most, and what stands before the @ 64. */
function emailOf(length: number): string {
  const host = `${'b'.repeat(60)}.`.repeat(4);
  const begun = `${'a'.repeat(64)}@${host}`.slice(0, length - '.example'.length).replace(/\.$/, 'c');
  return `${begun}.example`;
}

const itemsOf = (name: string, count: number) => Array.from({ length: count }, (_, index) => itemOf(name, index));

function itemOf(name: string, index: number): unknown {
  switch (name) {
    case 'allowedOrigins':
      return `https://shop${index}.example`;
    case 'quantiles':
      return (index + 1) / 1_000;
    case 'buckets':
    case 'value':
      return index;
    case 'metrics':
      return { name: 'visits' };
    case 'fileTypes':
      return `x${index}`;
    case 'pathPatterns':
      return `/${index}`;
    default:
      return `event_${index}`;
  }
}

const singularOf = (name: string) => name.replace(/s$/, '');

const labelsOf = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`label_${index}`, '']));
