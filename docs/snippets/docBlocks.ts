import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { rootDir } from '../../scripts/stack/rootDir.ts';
import type { Shell } from './shell.ts';
import type { World } from './world.ts';

/** What a block runs in; the shell is that of its page. */
export interface Place {
  readonly world: World;
  readonly shell: Shell;
  /** What the last command of the page printed. */
  printed: string;
}

/** How one block of a page is tried out. */
export interface Row {
  readonly language: string;
  run(text: string, place: Place): Promise<void> | void;
}

/** A drawing: nothing that anybody could paste. */
export const drawing = (language = ''): Row => ({
  language,
  run: (text) => expect(text).not.toMatch(/^\s*(curl|npm|docker|node|npx|psql|const|import|<script)\b/m),
});

/** Runs in the shell of the page. Every answer has to be one of success. */
export const command = (language: 'bash' | 'sh' = 'bash'): Row => ({
  language,
  async run(text, place) {
    place.printed = await place.shell.run(text);
    expect(place.printed).not.toMatch(/"status":[45]\d\d/);
  },
});

/** Runs until it prints what the pattern asks for: what it asks about is on its way through the Pushgateway. */
export const commandUntil = (pattern: RegExp, language: 'bash' | 'sh' = 'bash'): Row => ({
  language,
  async run(text, place) {
    const once = async () => {
      place.printed = await place.shell.run(text);
      return place.printed;
    };
    await expect.poll(once).toMatch(pattern);
  },
});

/** The answer to the command before it: every field that is shown is there. */
export const answer = (): Row => ({
  language: 'json',
  run(text, { printed }) {
    const shown: unknown = JSON.parse(text.replaceAll(',…', '').replaceAll('{…}', '{}'));
    expectFields(JSON.parse(printed), shown, '');
  },
});

function expectFields(real: unknown, shown: unknown, path: string): void {
  if (typeof shown !== 'object' || shown === null) {
    expect(typeof real, path).toBe(typeof shown);
    return;
  }
  for (const [name, value] of Object.entries(shown)) {
    expect(real, path).toHaveProperty([name]);
    expectFields(Reflect.get(Object(real), name), value, `${path}.${name}`);
  }
}

/** Needs Docker's engine, which tests do not have: the files and services that it names are those of Compose. */
export const composeCommands = (): Row => ({
  language: 'bash',
  run(text) {
    const lines = text.split('\n').filter((line) => line.startsWith('docker compose '));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const files = [...line.matchAll(/ -f (\S+)/g)].map(([, file = '']) => file);
      for (const file of files) expect(existsSync(join(rootDir, file)), file).toBe(true);
      const [, service] = / (?:exec|restart|stop|logs)(?: -\S+)* (\w+)/.exec(line) ?? [];
      if (service !== undefined) expect(Object.keys(composeServices())).toContain(service);
    }
  },
});

function composeServices(): object {
  const file = parse(readFileSync(join(rootDir, 'docker-compose.yml'), 'utf8'), { merge: true });
  return (file as { services: object }).services;
}

/** Starts or tests everything, as the named test does. */
export const startedBy = (test: string, language = 'bash'): Row => ({
  language,
  run: () => expect(existsSync(join(rootDir, test)), test).toBe(true),
});

/** Anything else that can be tried out. */
export const block = (language: string, run: Row['run']): Row => ({ language, run });
