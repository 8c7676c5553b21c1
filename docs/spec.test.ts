import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rootDir } from '../scripts/stack/rootDir.ts';

const page = readFileSync(join(rootDir, 'docs/spec.md'), 'utf8');

/** The endpoints that the specification names. */
const endpoints = [
  'POST /api/v1/auth/signup',
  'POST /api/v1/auth/signin',
  'GET /api/v1/auth/me',
  'POST /api/v1/apikeys',
  'GET /api/v1/apikeys',
  'DELETE /api/v1/apikeys/:id',
  'POST /api/v1/metric-configs',
  'GET /api/v1/metric-configs',
  'GET /api/v1/metric-configs/:id',
  'PUT /api/v1/metric-configs/:id',
  'DELETE /api/v1/metric-configs/:id',
  'POST /api/v1/metric-configs/:id/generate-code',
  'POST /api/v1/metrics',
  'GET /api/v1/health',
  'GET /api/v1/client/script.js',
  'GET /api/v1/client',
];

describe('docs/spec.md', () => {
  it.each(endpoints)('says where %s is', (endpoint) => {
    expect(page).toContain(`| \`${endpoint}\` | \`backend/src/api/`);
  });

  it('leaves no line without an answer', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
    expect(rows.length).toBeGreaterThan(60);
    for (const row of rows) expect(row, row).toMatch(/^\| .+ \| .+ \|$/);
  });
});
