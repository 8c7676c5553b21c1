import type { PortMemory } from './portMemory.ts';
import type { Progress } from './progress.ts';
import type { LocalSecrets } from './secrets.ts';
import type { ServiceHooks } from './startService.ts';

export interface StackOptions {
  /** The repository's root. */
  rootDir: string;
  /** Exists, and is claimed by this process. */
  localDir: string;
  /** The caller's environment: what it sets wins over what is generated or started here. */
  env: NodeJS.ProcessEnv;
  /** How the API is started, program first. */
  backendCommand: readonly string[];
  /** How the sample shop is started, program first; without it there is none. */
  demoCommand?: readonly string[] | undefined;
  /** How the history of its account is made, program first; without it there is none. */
  demoHistoryCommand?: readonly string[] | undefined;
}

/** What every part of one start is given. */
export interface StackStart extends StackOptions {
  hooks: ServiceHooks;
  progress: Progress;
  secrets: LocalSecrets;
  ports: PortMemory;
}
