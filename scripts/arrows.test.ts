import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from './provision/runCommand.ts';
import { rootDir } from './stack/rootDir.ts';

/*
 * dependency-cruiser reports success when it parsed nothing at all (it does so with a TypeScript whose API it does not
 * know), so the check is checked: planted faults must make it fail.
 */
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'uvp-arrows-'));
  for (const name of [
    '.dependency-cruiser.cjs',
    '.dependency-cruiser.rooms.cjs',
    'package.json',
    'tsconfig.base.json',
  ]) {
    cpSync(join(rootDir, name), join(copy, name));
  }
  symlinkSync(join(rootDir, 'node_modules'), join(copy, 'node_modules'));
  for (const directory of ['backend', 'frontend', 'scripts']) mkdirSync(join(copy, directory));
  plant('backend/src/errors.ts', 'export const kind = 1;');
  plant('frontend/src/examples/snippet.ts', 'export const makeSnippet = 1;');
  plant('frontend/src/dom.ts', 'export const element = 1;');
  plant('frontend/src/metric/metricDraft.ts', 'export const metric = 1;');
  plant('frontend/src/components/forms/form.ts', 'export const form = 1;');
  plant('frontend/src/components/metric/metricRow.ts', 'export const row = 1;');
  plant('backend/src/api/auth/auth.service.ts', "import { kind } from '../../errors.ts';\nexport const auth = kind;");
  plant(
    'backend/src/services.ts',
    "import { auth } from './api/auth/auth.service.ts';\nexport const services = { auth };",
  );
});

afterEach(() => rmSync(copy, { recursive: true }));

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), `${text}\n`);
}

function arrows(): Promise<string> {
  return runCommand('npm', ['run', '--silent', 'arrows'], { cwd: copy });
}

describe('npm run arrows', () => {
  it('passes where every arrow is allowed, having looked at the files', async () => {
    expect(await arrows()).toMatch(/no dependency violations found \(8 modules, 2 dependencies cruised\)/);
  });

  it.each([
    ['a cycle', 'no-cycles', 'backend/src/errors.ts', "import './api/auth/auth.service.ts';\nexport const kind = 1;"],
    [
      'a cycle of types only',
      'no-cycles',
      'backend/src/errors.ts',
      "import type { auth } from './api/auth/auth.service.ts';\nexport const kind: typeof auth = 1;",
    ],
    [
      'a resource that imports another',
      'resources-never-import-each-other',
      'backend/src/api/apikeys/apikeys.service.ts',
      "import { auth } from '../auth/auth.service.ts';\nexport const apiKeys = auth;",
    ],
    [
      'a domain folder that imports Express',
      'domain-folders-know-nothing-of-express',
      'backend/src/ingestion/reduce.ts',
      "import express from 'express';\nexport const app = express();",
    ],
    [
      'a folder that imports what wires it',
      'parts-never-import-the-wiring',
      'backend/src/http/page.ts',
      "import { services } from '../services.ts';\nexport const page = services;",
    ],
    [
      'a contract that imports something else of ours',
      'the-contract-stands-by-itself',
      'backend/src/contract/limits.ts',
      "import { kind } from '../errors.ts';\nexport const limits = kind;",
    ],
    [
      'a dashboard that imports the API',
      'the-dashboard-knows-the-api-by-what-is-generated',
      'frontend/src/format.ts',
      "import { kind } from '../../backend/src/errors.ts';\nexport const format = kind;",
    ],
    [
      'a file that is not there',
      'no-unresolvable',
      'backend/src/ingestion/reduce.ts',
      "import { nothing } from './nothing.ts';\nexport const reduce = nothing;",
    ],
    [
      'a page that makes a snippet of its own',
      'only-examples-make-snippets',
      'frontend/src/pages/connect.ts',
      "import { makeSnippet } from '../examples/snippet.ts';\nexport const connect = makeSnippet;",
    ],
    [
      'a subject of the dashboard that makes elements',
      'subjects-of-the-dashboard-know-no-screen',
      'frontend/src/metric/headline.ts',
      "import { element } from '../dom.ts';\nexport const headline = element;",
    ],
    [
      'a basic component that knows a metric',
      'basic-components-know-no-subject',
      'frontend/src/components/basic/pill.ts',
      "import { metric } from '../../metric/metricDraft.ts';\nexport const pill = metric;",
    ],
    [
      'a basic component that is made of a form',
      'forms-are-made-of-basic-components',
      'frontend/src/components/basic/pill.ts',
      "import { form } from '../forms/form.ts';\nexport const pill = form;",
    ],
    [
      'a component of one subject that is made of one of another',
      'components-keep-to-their-subject',
      'frontend/src/components/keys/keyCard.ts',
      "import { row } from '../metric/metricRow.ts';\nexport const keyCard = row;",
    ],
  ])('fails on %s', async (_fault, rule, path, text) => {
    plant(path, text);
    await expect(arrows()).rejects.toThrow(rule);
  });

  it('fails on two rooms that import each other, though no two files do', async () => {
    plant('backend/src/metric/labels.ts', 'export const labels = 1;');
    plant(
      'backend/src/forwarding/placement.ts',
      "import { labels } from '../metric/labels.ts';\nexport const placement = labels;",
    );
    plant('backend/src/forwarding/leases.ts', 'export const leases = 1;');
    plant(
      'backend/src/metric/sketch.ts',
      "import { leases } from '../forwarding/leases.ts';\nexport const sketch = leases;",
    );
    await expect(arrows()).rejects.toThrow('no-circle-of-rooms');
  });
});
