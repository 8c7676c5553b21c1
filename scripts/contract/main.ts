import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../stack/rootDir.ts';
import { generatedFiles } from './generatedFiles.ts';

/** `npm run contract`: writes what the dashboard is given of the API's contract. */
for (const [file, text] of Object.entries(generatedFiles)) writeFileSync(join(rootDir, file), text());
