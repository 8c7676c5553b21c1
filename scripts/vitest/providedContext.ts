import type { Engines } from '../provision/engines.ts';
import type { PostgresBinaries } from '../provision/postgresBinaries.ts';
import type { TestTools } from './provisionForTests.ts';

declare module 'vitest' {
  /** What globalSetup.ts gives to every test file. */
  interface ProvidedContext {
    /** The shared server's superuser. Test files make databases of their own on this server and leave this one alone. */
    postgresUrl: string;
    /** To start further servers with `startPostgres`. */
    postgresBinaries: PostgresBinaries;
    tools: TestTools;
    engines: Engines;
  }
}
