import { fileURLToPath } from 'node:url';
import { runLauncher } from '../launcher.ts';
import { rootDir } from '../rootDir.ts';

const run = (path: string) => [process.execPath, '--import', 'tsx', fileURLToPath(new URL(path, import.meta.url))];
const standIn = run('./standInBackend.ts');

const api = run('../../../backend/src/main.ts');

/**
 * The launcher of `npm start` on the directory in UVP_LOCAL_DIR, with a stand-in for the API unless WITH_API asks for the real one; with
 * WITH_DEMO there are stand-ins for the sample shop and the making of its history, too.
 */
process.exit(
  await runLauncher({
    rootDir,
    localDir: process.env.UVP_LOCAL_DIR ?? '',
    env: process.env,
    backendCommand: process.env.WITH_API ? api : standIn,
    demoCommand: process.env.WITH_DEMO ? standIn : undefined,
    demoHistoryCommand: process.env.WITH_DEMO ? run('./standInHistory.ts') : undefined,
    mayBuild: false,
  }),
);
