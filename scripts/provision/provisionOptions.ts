import { join } from 'node:path';

/** What every part of the provisioner is given. */
export interface ProvisionOptions {
  /** The repository's root: some tools lie in its node_modules. */
  rootDir: string;
  /** Downloads are unpacked and kept here. */
  toolsDir: string;
  env: NodeJS.ProcessEnv;
  /** Called with one line before each thing that takes time. */
  report: (line: string) => void;
  signal?: AbortSignal;
}

/** The directory for downloads: `UVP_TOOLS_DIR`, else `tools` in the local directory. */
export function toolsDirectory(env: NodeJS.ProcessEnv, localDir: string): string {
  return env.UVP_TOOLS_DIR || join(localDir, 'tools');
}
