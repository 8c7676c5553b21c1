import { writeFile } from 'node:fs/promises';
import { makeHistory } from './makeHistory.ts';

/**
 * The process that makes the history of `npm start -- --demo`. What came of it goes into DEMO_HISTORY_FILE, when all is done: that file is
 * there when the question need not be asked again.
 */
const { env } = process;
const history = await makeHistory({
  apiUrl: env.DEMO_API_URL ?? '',
  databaseUrl: env.DATABASE_URL ?? '',
  password: env.DEMO_PASSWORD ?? '',
  promtool: { binary: env.PROMTOOL_BIN ?? '' },
  seriesDir: env.DEMO_SERIES_DIR ?? '',
  workDir: `${env.DEMO_HISTORY_FILE}.work`,
  days: 30,
  endSeconds: Math.floor(Date.now() / 1_000),
});
await writeFile(env.DEMO_HISTORY_FILE ?? '', `${JSON.stringify(history ?? {}, null, 2)}\n`);
