import { fstatSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/** Where log lines go. A line that cannot be written is lost and counted; nothing else happens. */
export interface LogSink {
  readonly stream: Writable;
  /** Lines lost since the start. */
  lost(): number;
}

const standardOutput = 1;

/**
 * Standard output for a logger. A full disk, or a reader that went away, makes each write fail; without somebody who expects that, the
 * first failure ends the process. A file is written to directly, so that logging goes on when there is room again; a pipe or a terminal is
 * left to `process.stdout`, which does not wait for a slow reader.
 */
export function createLogSink(): LogSink {
  let lost = 0;
  const count = (error?: Error | null) => {
    if (error) lost += 1;
  };
  process.stdout.on('error', () => {});

  function writeLine(line: Buffer): void {
    if (isFile()) {
      try {
        writeSync(standardOutput, line);
      } catch {
        lost += 1;
      }
      return;
    }
    process.stdout.write(line, count);
  }

  const stream = new Writable({
    write(line: Buffer, _encoding, done) {
      writeLine(line);
      done();
    },
  });
  return { stream, lost: () => lost };
}

/** Also true of a device such as /dev/full; false for a terminal, which is one as well. */
function isFile(): boolean {
  const stats = fstatSync(standardOutput);
  return stats.isFile() || (stats.isCharacterDevice() && !process.stdout.isTTY);
}
