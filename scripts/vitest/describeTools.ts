import type { Engines } from '../provision/engines.ts';
import type { ToolState } from '../provision/tool.ts';
import type { TestTools } from './provisionForTests.ts';

/** One line for each tool: where it is. */
export function describeTools(tools: TestTools | Engines): string[] {
  return Object.entries(tools).map(
    ([name, tool]: [string, ToolState]) =>
      `  ${name}: ${tool.available ? `${tool.binary} (${tool.source})` : 'missing'}`,
  );
}
