import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOpenApiDocument } from '../backend/src/api/openapi/document.ts';
import { configVariables } from '../backend/src/config.ts';
import { rejectionCodes } from '../backend/src/contract/rejectionCodes.ts';
import { rootDir } from '../scripts/stack/rootDir.ts';

const page = readFileSync(join(rootDir, 'docs/api.md'), 'utf8');
const source = join(rootDir, 'backend/src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing'),
);
const code = files.map((name) => readFileSync(join(source, name), 'utf8')).join('\n');

describe('docs/api.md', () => {
  it('has a row for every endpoint of the OpenAPI document, and for no other', () => {
    const documented = Object.entries(createOpenApiDocument('https://x.test').paths)
      .filter(([path]) => !path.startsWith('/api/v1/prometheus/'))
      .flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
      );
    const rows = [...page.matchAll(/^\| `([A-Z]+ \/api\/[^`]+)` \|/gm)].map(([, endpoint]) => endpoint);
    expect(rows.sort()).toEqual(documented.sort());
  });

  it('has every code that a failure can carry', () => {
    const thrown = code.matchAll(/(?:Conflict|Forbidden|Unavailable)Error\(\s*'([a-z_]+)'/g);
    const passed = code.matchAll(/new (?:Validation|Unauthenticated|NotFound)Error\([^;]*?, '([a-z]+_[a-z_]+)'/g);
    const codes = new Set([...thrown, ...passed].map(([, name = '']) => name));
    expect(codes.size).toBeGreaterThan(15);
    for (const name of codes) {
      // Queries answer in Prometheus's form, which has no code.
      if (!['promql_refused', 'bad_data'].includes(name)) expect(page, name).toContain(`\`${name}\``);
    }
    for (const name of rejectionCodes) expect(page, name).toContain(`\`${name}\``);
  });

  it('names the setting of every rate limit', () => {
    for (const name of configVariables.filter((variable) => variable.startsWith('RATE_LIMIT_'))) {
      expect(page, name).toContain(`\`${name}\``);
    }
  });
});
