import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { rootDir } from '../scripts/stack/rootDir.ts';

const dockerfile = readFileSync(join(rootDir, 'backend/Dockerfile'), 'utf8');
const ignored = readFileSync(join(rootDir, '.dockerignore'), 'utf8').split('\n');
const stages = dockerfile.split(/^FROM /m).slice(1);
const last = stages.at(-1) ?? '';

describe('backend/Dockerfile', () => {
  it('is a Dockerfile without faults', () => {
    expect(validate(dockerfile)).toEqual([]);
  });

  it('uses one pinned base image', () => {
    const images = stages.map((stage) => stage.split(/\s/)[0]);
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toMatch(/^node:\d+-[a-z]+-slim$/);
  });

  it('copies from the context only what exists and is let through', () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) => list.split(' '));
    expect(sources).toContain('package-lock.json');
    for (const source of sources) {
      expect(existsSync(join(rootDir, source)), source).toBe(true);
      expect(ignored, source).toContain(`!${source.split('/')[0]}`);
    }
    expect(ignored).toContain('*');
  });

  it('runs the build as a user who is not root, with the dashboard where the backend looks for it', () => {
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^RUN mkdir -p \/var\/lib\/uvp\/grafana && chown -R node:node \/var\/lib\/uvp$/m);
    expect(last).toContain('COPY --from=build /app/backend/dist backend/dist');
    expect(last).toContain('COPY --from=build /app/frontend/dist frontend/dist');
    expect(last).toMatch(/^CMD \["node", .*"backend\/dist\/main.js"\]$/m);
  });

  it('asks whether the process lives, not whether the database does', () => {
    expect(last).toMatch(/^HEALTHCHECK [\s\S]*\/api\/v1\/health\/live/m);
  });
});
