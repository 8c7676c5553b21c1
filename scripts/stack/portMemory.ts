import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PreferredPorts } from './preferredPorts.ts';

type Name = keyof PreferredPorts;

/** Which ports the services of a local directory have taken, so that addresses in pages and bookmarks go on working. */
export interface PortMemory {
  /** To be tried in this order, and then those above the last one. Empty: any. */
  candidates(name: Name): number[];
  /** Notes the port for the next start, and gives a remark for people: why it is not the preferred one. Empty when it is, or any would do. */
  remember(name: Name, chosen: number): string;
}

const stored = z.partialRecord(z.string(), z.object({ preferred: z.number(), chosen: z.number() }));

/** Reads ports.json of the directory; one that cannot be read is an empty one. A port for which another one is preferred now is forgotten. */
export function openPortMemory(localDir: string, preferred: PreferredPorts): PortMemory {
  const path = join(localDir, 'ports.json');
  const before = read(path);
  const now = { ...before };
  const lastOf = (name: Name) => {
    const last = before[name];
    return last !== undefined && last.preferred === preferred[name] ? last.chosen : undefined;
  };
  return {
    candidates(name) {
      if (preferred[name] === 0) return [];
      const last = lastOf(name);
      return last === undefined || last === preferred[name] ? [preferred[name]] : [last, preferred[name]];
    },
    remember(name, chosen) {
      const wanted = preferred[name];
      if (wanted === 0) return '';
      now[name] = { preferred: wanted, chosen };
      writeFileSync(`${path}.new`, `${JSON.stringify(now, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
      if (chosen === wanted) return '';
      return chosen === lastOf(name) ? ` (as at the last start, not ${wanted})` : ` (${wanted} is taken)`;
    },
  };
}

function read(path: string): z.infer<typeof stored> {
  try {
    return existsSync(path) ? stored.parse(JSON.parse(readFileSync(path, 'utf8'))) : {};
  } catch {
    return {};
  }
}
