import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { foundTool, missingTool, type ToolState } from './tool.ts';

/**
 * A program named by its own variable, else one of these names on the PATH; undefined when neither is there.
 * A variable that points to nothing is an error of the user's and is reported instead of passed over.
 */
export function findBinary(env: NodeJS.ProcessEnv, variable: string, names: readonly string[]): ToolState | undefined {
  const named = env[variable];
  if (named !== undefined && named !== '') {
    return isExecutable(named)
      ? foundTool(named, variable)
      : missingTool(`${variable}=${named} is not an executable file`, `correct or unset ${variable}`);
  }
  const onPath = findOnPath(env, names);
  return onPath === undefined ? undefined : foundTool(onPath, 'PATH');
}

/** The first executable file of these names on the PATH, in the order of the names. */
export function findOnPath(env: NodeJS.ProcessEnv, names: readonly string[]): string | undefined {
  const directories = (env.PATH ?? '').split(delimiter).filter((directory) => isAbsolute(directory));
  return names.flatMap((name) => directories.map((directory) => join(directory, name))).find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
