import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstSteps } from '../frontend/src/examples/firstSteps.ts';
import { rootDir } from '../scripts/stack/rootDir.ts';

const text = (path: string) => readFileSync(join(rootDir, path), 'utf8');
const readme = text('README.md');
const scripts = (JSON.parse(text('package.json')) as { scripts: Record<string, string> }).scripts;
const inDocs = readdirSync(join(rootDir, 'docs')).filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'CONTRIBUTING.md', ...inDocs.map((name) => `docs/${name}`)];

describe('README.md', () => {
  it('has the two commands on the first screen', () => {
    const screen = readme.split('\n').slice(0, 25).join('\n');
    expect(screen).toContain('npm ci && npm start');
    expect(screen).toContain('npm ci && npm test');
  });

  it('gives the command that CI runs', () => {
    expect(text('.ci/run')).toContain('npm ci && npm test');
  });

  it('shows the first steps that the dashboard shows', () => {
    const steps = firstSteps('http://localhost:3000/api/v1');
    expect(steps.length).toBeGreaterThan(3);
    for (const { command } of steps) expect(readme).toContain(`\`\`\`bash\n${command.text}\n\`\`\``);
  });
});

describe.each(pages)('%s', (page) => {
  const content = text(page);

  it('names only npm scripts that exist', () => {
    for (const [, run, script = ''] of content.matchAll(/npm (run )?([a-z:-]+)/g)) {
      if (run !== undefined || ['start', 'test'].includes(script)) expect(scripts, script).toHaveProperty(script);
    }
  });

  it('links only to what exists', () => {
    for (const [, target = ''] of content.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect(existsSync(join(rootDir, dirname(page), target)), target).toBe(true);
    }
  });

  it('names only files that exist', () => {
    const paths = content.matchAll(
      /`((?:backend|frontend|prometheus|grafana|scripts|docs|\.ci)(?:\/[\w.-]+)+|[\w.-]+\.(?:yml|template))`/g,
    );
    // What a build writes is not there before one.
    for (const [, path = ''] of paths)
      if (!path.includes('/dist')) expect(existsSync(join(rootDir, path)), path).toBe(true);
  });
});
