import { writeFileSync } from 'node:fs';

/** Stands in for the command that makes the sample shop's history: the file that it leaves says what it was given. */
const { DEMO_HISTORY_FILE = '', DEMO_API_URL = '', DEMO_SERIES_DIR = '', PROMTOOL_BIN = '' } = process.env;
const live = await fetch(`${DEMO_API_URL}/env`);
const { PUSHGATEWAY_URLS, PROMETHEUS_URL } = (await live.json()) as Record<string, string>;
const given = { DEMO_SERIES_DIR, PROMTOOL_BIN, PUSHGATEWAY_URLS, PROMETHEUS_URL };
const endSeconds = 1_700_000_000;
writeFileSync(DEMO_HISTORY_FILE, JSON.stringify({ endSeconds, samples: 3_400_000, given }));
