/** A program that can be run now. */
export interface Tool {
  available: true;
  binary: string;
  /** Arguments this build of the program needs before ours. */
  args: string[];
  /** Variables this build of the program needs on top of the environment. */
  env: Record<string, string>;
  /** Where it came from, for people: "PATH", "Debian package", … */
  source: string;
}

/** A program that cannot be had here. */
export interface MissingTool {
  available: false;
  /** One line: what was tried and why it failed. */
  reason: string;
  /** One line: what the user can do about it. */
  remedy: string;
}

export type ToolState = Tool | MissingTool;

export function foundTool(binary: string, source: string, extra: Partial<Pick<Tool, 'args' | 'env'>> = {}): Tool {
  return { available: true, binary, source, args: extra.args ?? [], env: extra.env ?? {} };
}

export function missingTool(reason: string, remedy: string): MissingTool {
  return { available: false, reason, remedy };
}
