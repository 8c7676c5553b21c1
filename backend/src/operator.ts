import { resolve } from 'node:path';
import { localDatabaseUrl } from './commandDatabase.ts';
import { runOperatorCommand } from './operatorCommand.ts';

// A program of its own, beside `main.ts`. It needs one setting, so it does without the whole configuration.
const { DATABASE_URL, UVP_LOCAL_DIR } = process.env;
const localDir = resolve(UVP_LOCAL_DIR || '.local');
const { exitCode, text } = await runOperatorCommand(process.argv.slice(2), DATABASE_URL || localDatabaseUrl(localDir));
(exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
process.exitCode = exitCode;
