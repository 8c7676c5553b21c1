import { fileURLToPath } from 'node:url';
import { runLauncher } from '../launcher.ts';
import { rootDir } from '../rootDir.ts';

const standIn = [process.execPath, '--import', 'tsx', fileURLToPath(new URL('./standInBackend.ts', import.meta.url))];

const api = [
  process.execPath,
  '--import',
  'tsx',
  fileURLToPath(new URL('../../../backend/src/main.ts', import.meta.url)),
];

/**
 * The launcher of `npm start` on the directory in UVP_LOCAL_DIR, with a stand-in for the API unless WITH_API asks for the real one; with
 * WITH_DEMO it stands in for the sample website, too.
 */
process.exit(
  await runLauncher({
    rootDir,
    localDir: process.env.UVP_LOCAL_DIR ?? '',
    env: process.env,
    backendCommand: process.env.WITH_API ? api : standIn,
    demoCommand: process.env.WITH_DEMO ? standIn : undefined,
    mayBuild: false,
  }),
);
