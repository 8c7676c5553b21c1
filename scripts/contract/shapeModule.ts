import { components } from '../../backend/src/contract/components.ts';
import { type Schema, toComponents } from '../../backend/src/contract/toSchema.ts';

/** What the dashboard reads of the API's answers; each after those that it is made of. */
const read = [
  'MetricType',
  'User',
  'FailedSignIns',
  'Session',
  'ApiKey',
  'ApiKeyWithSecret',
  'MetricConfig',
  'MetricStats',
  'ListedMetricStats',
  'GeneratedCode',
  'GeneratedSiteCode',
  'Series',
  'SeriesPage',
  'Rejection',
  'RejectionPage',
  'UnknownName',
  'UnknownNamePage',
  'Grafana',
  'SiteTag',
] as const;

const imported = ['listOf', 'mapOf', 'maybe', 'number', 'object', 'oneOf', 'orNull', 'text', 'truth'];

/** The text of `frontend/src/api/contract.generated.ts`: a shape and a type for each of these answers. */
export function shapeModule(): string {
  const schemas = toComponents(components);
  const definitions = read.map((name) => {
    const shape = shapeOf(schemas[name] ?? fault(name, {}));
    return `export const ${constantOf(name)} = ${shape};\nexport type ${name} = Shaped<typeof ${constantOf(name)}>;\n`;
  });
  const used = imported.filter((name) => new RegExp(`\\b${name}\\b`).test(definitions.join('')));
  return [
    '// Written by `npm run contract` from backend/src/contract. Change it there.\n',
    `import { ${[...used, 'type Shaped'].join(', ')} } from './shape.ts';\n`,
    ...definitions,
  ].join('\n');
}

function shapeOf(schema: Schema): string {
  const { type, anyOf, properties, additionalProperties, items } = schema;
  if (typeof schema.$ref === 'string') return constantOf(schema.$ref.split('/').at(-1) ?? '');
  if (Array.isArray(anyOf) && anyOf.length === 2 && anyOf[1]?.type === 'null') return `orNull(${shapeOf(anyOf[0])})`;
  if (Array.isArray(type) && type.length === 2) return `orNull(${shapeOf({ ...schema, type: type[0] })})`;
  if (Array.isArray(schema.enum)) return `oneOf(${JSON.stringify(schema.enum)})`;
  switch (type) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'truth';
    case 'array':
      return `listOf(${shapeOf(items as Schema)})`;
    case 'object':
      return properties === undefined ? `mapOf(${shapeOf(additionalProperties as Schema)})` : objectOf(schema);
    default:
      return fault('a schema', schema);
  }
}

function objectOf({ properties, required }: Schema): string {
  const always = new Set(Array.isArray(required) ? required : []);
  const fields = Object.entries(properties as Record<string, Schema>).map(([name, property]) => {
    const shape = shapeOf(property);
    return `${name}: ${always.has(name) ? shape : `maybe(${shape})`},\n`;
  });
  return `object({\n${indent(fields.join(''))}})`;
}

const indent = (lines: string) => lines.replace(/^(?=.)/gm, '  ');

const constantOf = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

function fault(name: string, schema: Schema): never {
  throw new Error(`There is no shape for ${name}: ${JSON.stringify(schema)}`);
}
