import { fileURLToPath } from 'node:url';
import { runLauncher } from '../launcher.ts';
import { rootDir } from '../rootDir.ts';

/** The launcher of `npm start` with a stand-in for the API, on the directory in UVP_LOCAL_DIR. */
process.exit(
  await runLauncher({
    rootDir,
    localDir: process.env.UVP_LOCAL_DIR ?? '',
    env: process.env,
    backendCommand: [
      process.execPath,
      '--import',
      'tsx',
      fileURLToPath(new URL('./standInBackend.ts', import.meta.url)),
    ],
    mayBuild: false,
  }),
);
