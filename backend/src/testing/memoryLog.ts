import { Writable } from 'node:stream';
import { createLogger, type Logger } from '../logger.ts';

/** A real logger, redaction included, whose lines a test can read. */
export interface MemoryLog {
  readonly logger: Logger;
  /** JSON, one object a line. */
  readonly lines: string[];
  text(): string;
}

export function createMemoryLog(): MemoryLog {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk).trimEnd());
      done();
    },
  });
  return { logger: createLogger({ level: 'debug', json: true, stream }), lines, text: () => lines.join('\n') };
}
