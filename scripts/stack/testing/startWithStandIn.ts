import { fileURLToPath } from 'node:url';
import { runLauncher } from '../launcher.ts';
import { rootDir } from '../rootDir.ts';

const standIn = [process.execPath, '--import', 'tsx', fileURLToPath(new URL('./standInBackend.ts', import.meta.url))];

/** The launcher of `npm start` with a stand-in for the API, on the directory in UVP_LOCAL_DIR; with WITH_DEMO for the sample website, too. */
process.exit(
  await runLauncher({
    rootDir,
    localDir: process.env.UVP_LOCAL_DIR ?? '',
    env: process.env,
    backendCommand: standIn,
    demoCommand: process.env.WITH_DEMO ? standIn : undefined,
    mayBuild: false,
  }),
);
