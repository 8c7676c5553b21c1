import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dashboards, toJson } from './dashboards/index.ts';

/** `npm run dashboards`: writes provisioning/dashboards, and removes what is not made any more. */
const directory = join(import.meta.dirname, 'provisioning/dashboards');
for (const name of readdirSync(directory)) {
  if (name.endsWith('.json') && !(name in dashboards)) rmSync(join(directory, name));
}
for (const [name, dashboard] of Object.entries(dashboards)) writeFileSync(join(directory, name), toJson(dashboard));
