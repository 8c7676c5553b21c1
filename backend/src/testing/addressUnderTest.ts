import { standardPaths } from '../publicAddresses.ts';

/**
 * By which names the tests of the two addresses for pages call them. The standard ones, but in `chosenPaths.test.ts`, which runs the same
 * tests with those that an operator has chosen.
 */
export const addressUnderTest = {
  scriptPath: standardPaths.script as string,
  collectPath: standardPaths.collect as string,
};

/** The settings of a server for it. */
export function settingsUnderTest(): Readonly<Record<string, string>> {
  const { scriptPath, collectPath } = addressUnderTest;
  return {
    ...(scriptPath !== standardPaths.script && { SCRIPT_PATH: scriptPath }),
    ...(collectPath !== standardPaths.collect && { COLLECT_PATH: collectPath }),
  };
}
