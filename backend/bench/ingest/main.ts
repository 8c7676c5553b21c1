import { writeResults } from './report.ts';
import { fullSize, runBench } from './runBench.ts';

/** `npm run bench:ingest`: ten minutes on servers of its own, on loopback, and the table in `backend/bench/results/ingest.json`. */
writeResults(await runBench(fullSize));
