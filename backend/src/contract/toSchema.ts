import { z } from 'zod';

/** A JSON Schema (2020-12), as OpenAPI 3.1 uses it. */
export type Schema = Readonly<Record<string, unknown>>;

type Writable = Record<string, unknown>;

/** The JSON Schema of one description. */
export function toSchema(description: z.ZodType): Schema {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(description, { io: 'input', override: simplify });
  return schema;
}

/** Those of several, which refer to each other as components of an OpenAPI document. */
export function toComponents(descriptions: Readonly<Record<string, z.ZodType>>): Readonly<Record<string, Schema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(descriptions)) registry.add(schema, { id });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri, override: simplify });
  return Object.fromEntries(
    // OpenAPI knows where a component is, and in which dialect it is written.
    Object.entries(schemas).map(([id, { $id: _id, $schema: _dialect, ...schema }]) => [id, schema]),
  );
}

/** Says the same in fewer words: no bounds that are those of the number format, and `type: [x, null]` for what may be null. */
function simplify({ jsonSchema }: { jsonSchema: object }): void {
  const schema = jsonSchema as Writable;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.type === 'object') delete schema.propertyNames;
  const [given, nothing, ...more] = Array.isArray(schema.anyOf) ? (schema.anyOf as Writable[]) : [];
  if (given?.type === undefined || nothing?.type !== 'null' || more.length > 0) return;
  delete schema.anyOf;
  Object.assign(schema, { ...given, ...schema, type: [given.type, 'null'] });
}
