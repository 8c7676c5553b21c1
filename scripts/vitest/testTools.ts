import { describe, inject } from 'vitest';
import type { Tool } from '../provision/tool.ts';
import type { TestTools } from './provisionForTests.ts';
import './providedContext.ts';

/** A tool that the surrounding `describeWith` has asked for; throws when it is missing. */
export function testTool(name: keyof TestTools): Tool {
  const state = inject('tools')[name];
  if (!state.available) throw new Error(`${name} is missing: ${state.reason}`);
  return state;
}

/** `describe` for tests that need these tools: skipped, and counted as skipped, where one is missing. */
export function describeWith(names: readonly (keyof TestTools)[], title: string, tests: () => void): void {
  const tools = inject('tools');
  describe.skipIf(names.some((name) => !tools[name].available))(title, tests);
}
