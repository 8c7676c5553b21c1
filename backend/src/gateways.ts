import { resolve } from 'node:path';
import { localDatabaseUrl } from './commandDatabase.ts';
import { splitUrls } from './config.ts';
import { runGatewaysCommand } from './gatewaysCommand.ts';

// A program of its own, beside `main.ts`. It needs two settings, so it does without the whole configuration.
const { DATABASE_URL, PUSHGATEWAY_URLS, UVP_LOCAL_DIR } = process.env;
const { exitCode, text } = await runGatewaysCommand(process.argv.slice(2), {
  databaseUrl: DATABASE_URL || localDatabaseUrl(resolve(UVP_LOCAL_DIR || '.local')),
  listedUrls: splitUrls(PUSHGATEWAY_URLS ?? ''),
});
(exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
process.exitCode = exitCode;
